import fs from 'node:fs'
import { Failure, systemCode } from './failure.ts'
import { cannot } from './system-error.ts'

/**
 * Moves an account's folder, or one that was, in one step and never by a copy: there is a login in it.
 * @throws Failure when something is at the new place, or it is on another file system; nothing has happened then
 */
export function moveAccountFolder(from: string, to: string): void {
  try {
    const present = fs.lstatSync(to, { throwIfNoEntry: false })
    // On a file system that ignores case, `Work` is found at `work`.
    if (present && present.ino !== fs.lstatSync(from).ino)
      throw new Failure(`there is something at ${to} already`, 'look at it, and move it away')
    fs.renameSync(from, to)
  } catch (error) {
    if (error instanceof Failure) throw error
    if (systemCode(error) !== 'EXDEV') throw cannot('move', from, error)
    throw new Failure(
      `can't move ${from} to ${to}: that is on another file system (EXDEV), and swop does not copy logins`,
      'have accounts/ and backups/ on one file system',
    )
  }
}

/**
 * Deletes for good, which swop does only with backups, and only when asked to in so many words.
 * @throws Failure when it can't; some of it may be gone then
 */
export function deleteForGood(path: string): void {
  try {
    fs.rmSync(path, { recursive: true, force: true })
  } catch (error) {
    throw cannot('delete', path, error)
  }
}
