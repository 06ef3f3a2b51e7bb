import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { backUpEntry } from '../platform/aside.ts'
import { discard, makeLink, moveEntry } from '../platform/entries.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { makePrivate, makePrivateFolder, makeReadOnly } from '../platform/folders.ts'
import { accountLayout, newBackup } from './layout.ts'

// codex 0.169.0 notes the path of a session in its shared database (state_5.sqlite, threads.rollout_path) by way of the
// CODEX_HOME that it was made under: accounts/<name>/home/.codex/sessions/… Were nothing there any more, no account could
// resume the session ("no rollout found"; tried). So a renamed or removed account leaves links to the sessions behind,
// in folders in which nothing can be made: a shell that still has the account active must not fill them.

/** What a session's path can begin with, in a codex home. */
export const sessionFolders = ['sessions', 'archived_sessions'] as const

/** Where the sessions of an account that is gone lie. */
export interface Forward {
  /** the account's new name; undefined for one that was removed */
  to: string | undefined
  /** folder of sessions → what it leads to */
  links: ReadonlyMap<string, string>
}

/** Leaves a forward in the place of an account; does nothing where something is. */
export function leaveForward(root: string, name: string, { to, links }: Forward): void {
  if (exists(accountLayout(root, name).folder)) return
  // A leading dash is no account name, so nothing can take an unfinished folder for one.
  const unfinished = accountLayout(root, `-gone-${process.pid}`)
  makePrivateFolder(unfinished.codexLink)
  for (const [folder, target] of links) makeLink(join(unfinished.codexLink, folder), target)
  writeAtomically(unfinished.gone, `${to ?? ''}\n`)
  for (const path of [unfinished.codexLink, unfinished.home, unfinished.folder]) makeReadOnly(path)
  try {
    moveEntry(unfinished.folder, accountLayout(root, name).folder)
  } catch (error) {
    // A codex that runs on has made its home anew meanwhile.
    if (!exists(accountLayout(root, name).folder)) throw error
    for (const path of [unfinished.folder, unfinished.home, unfinished.codexLink]) makePrivate(path)
    discard(unfinished.folder)
  }
}

/** What has become of an account, if it left a forward: its new name, or nothing for one that was removed. */
export function readForward(root: string, name: string): { to: string | undefined } | undefined {
  const text = readText(accountLayout(root, name).gone)
  return text === undefined ? undefined : { to: text.trim() || undefined }
}

/** Makes room for an account where one was. What programs have made there all the same goes to backups/. */
export function takeForwardAway(root: string, name: string): void {
  const { folder, home, codexLink, gone } = accountLayout(root, name)
  if (!exists(gone)) return
  for (const path of [folder, home, codexLink]) makePrivate(path)
  const known = new Set([gone, home, codexLink, ...sessionFolders.map((each) => join(codexLink, each))])
  const strays = [folder, home, codexLink].some((path) =>
    readdirSync(path).some((each) => !known.has(join(path, each))),
  )
  if (strays)
    backUpEntry(
      folder,
      newBackup(root, String(process.pid)).folder,
      `left in the home of '${name}', which was gone`,
    )
  else discard(folder)
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
