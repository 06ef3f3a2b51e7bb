import { dirname } from 'node:path'
import { discard, removeEmptyFolder } from '../platform/entries.ts'
import { Failure } from '../platform/failure.ts'
import { writeThrough } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { isEmptyFolder } from '../platform/paths.ts'
import { observeRcFile } from './observe.ts'
import type { Change } from './plan.ts'

/** An rc file that is made is like any other that people make. */
const newMode = 0o644

/**
 * Changes the files, each whole or not at all.
 * @throws Failure when one is not as it was when the change was planned
 */
export function applyChanges(changes: readonly Change[]): void {
  for (const { path, before, after } of changes) {
    if (observeRcFile(path).text !== before)
      throw new Failure(`${path} has changed meanwhile`, 'look at it, and try again')
    if (after === undefined) discard(path)
    else {
      makePrivateFolder(dirname(path))
      writeThrough(path, Buffer.from(after, 'latin1'), { newMode })
    }
  }
}

/** Removes those of the folders that are empty, inner ones first. */
export function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    if (isEmptyFolder(folder)) removeEmptyFolder(folder)
  }
}
