import { dirname } from 'node:path'
import { Failure, systemCode } from '../platform/failure.ts'
import { addedHistory } from './histories.ts'
import { appendThrough } from '../platform/append.ts'
import { backUpCopy, backUpEntry, settle } from '../platform/aside.ts'
import { makeLink, moveEntry, removeEmptyFolder, removeLink } from '../platform/entries.ts'
import { moveDatabase } from '../platform/databases.ts'
import { readBytes, writeThrough } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { cannot } from '../platform/system-error.ts'
import type { Action, Step } from './step.ts'

/** What became of a step. */
export interface Outcome extends Step {
  /** why its actions were not (all) done */
  failure?: Failure
}

/**
 * Carries a plan out. A step that fails does not stop the others.
 * @param backups the folder that takes what is moved aside in this run
 */
export function applySteps(steps: readonly Step[], backups: string): Outcome[] {
  return steps.map((step) => {
    try {
      for (const action of step.actions) applyAction(action, backups, step.why)
      return step
    } catch (error) {
      if (error instanceof Failure) return { ...step, failure: error }
      if (systemCode(error) === undefined) throw error
      return { ...step, failure: cannot('bring in order', step.path, error) }
    }
  })
}

function applyAction(action: Action, backups: string, why: string): void {
  switch (action.do) {
    case 'make-folder':
      return makePrivateFolder(action.path)
    case 'link':
      return makeLink(action.path, action.target)
    case 'unlink':
      return removeLink(action.path, action.target)
    case 'remove-empty-folder':
      return removeEmptyFolder(action.path)
    case 'move':
      return moveEntry(action.from, action.to)
    case 'back-up':
      return backUpEntry(action.from, backups, why)
    case 'write':
      makePrivateFolder(dirname(action.path))
      if (action.keep) backUpCopy(action.path, backups, why)
      return writeThrough(action.path, Buffer.from(action.text), { over: action.over })
    case 'merge-history':
      // latin1 keeps every byte: zsh writes some that are no text.
      appendThrough(action.into, Buffer.from(addedHistory(bytes(action.into), bytes(action.from)), 'latin1'))
      return backUpEntry(action.from, backups, why)
    case 'move-database':
      return moveDatabase(action.from, action.to, backups)
    case 'settle':
      return settle(action.path, backups)
  }
}

function bytes(path: string): string {
  return readBytes(path).toString('latin1')
}
