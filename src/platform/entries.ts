import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'
import { syncFolder } from './files.ts'
import { cannot } from './system-error.ts'
import { keepLocks } from './lock.ts'
import { moveAcross } from './moves.ts'

// The few changes that swop makes in people's home folders. None overwrites anything: where something is in the way that
// the plan did not know of, the system says EEXIST and nothing has happened. Killed between any two calls, every content
// is still there under a name, and the next run finds it (unfinished.ts).

/** @throws Failure when something is there already */
export function makeLink(path: string, target: string): void {
  attempt('link', path, () => fs.symlinkSync(target, path))
}

/** Removes a link if it still has this text; anything else is left, since removing it could lose content. */
export function removeLink(path: string, target: string): void {
  attempt('remove', path, () => takeAway(path, (aside) => linkText(aside) === target))
}

/** @throws Failure when something is in it */
export function removeEmptyFolder(path: string): void {
  attempt('remove', path, () => {
    try {
      fs.rmdirSync(path)
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error
    }
  })
}

/**
 * Moves an entry, keeping its inode where both places are on one file system: a program that has it open goes on writing
 * into the moved one. Across file systems it is copied, synced and checked before the old one goes.
 * @throws Failure when there is something at the new place
 */
export function moveEntry(from: string, to: string): void {
  attempt('move', from, () => {
    try {
      moveWithin(from, to)
    } catch (error) {
      if (systemCode(error) !== 'EXDEV') throw error
      moveAcross(from, to, takeAway)
    }
  })
}

function moveWithin(from: string, to: string): void {
  const entry = fs.lstatSync(from)
  // A file that appears meanwhile fails the rename of a folder, and an empty folder holds nothing to lose.
  if (entry.isDirectory()) return renameEntry(from, to)
  // rename() would overwrite a file; link() and symlink() fail when there is something.
  if (entry.isSymbolicLink()) {
    const target = fs.readlinkSync(from)
    fs.symlinkSync(target, to)
    syncFolder(dirname(to))
    takeAway(from, (aside) => linkText(aside) === target)
  } else if (isSameFile(from, to) || tryHardLink(from, to)) {
    syncFolder(dirname(to))
    takeAway(from, (aside) => isSameFile(aside, to))
  } else renameEntry(from, to)
}

/**
 * Removes an entry that was looked at before. A program may replace it at any time, by a rename: so it goes aside first,
 * under its own name in a folder of swop's, and comes back if it is another one by then.
 */
export function takeAway(
  path: string,
  isTheSame: (aside: string) => boolean,
  remove: (aside: string) => void = fs.unlinkSync,
): void {
  const folder = join(dirname(path), `.swop-aside-${randomBytes(6).toString('hex')}`)
  const aside = join(folder, basename(path))
  fs.mkdirSync(folder, { mode: 0o700 })
  try {
    fs.renameSync(path, aside)
    if (isTheSame(aside)) remove(aside)
    else renameEntry(aside, path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  } finally {
    removeIfEmpty(folder)
  }
}

/** What can't be put back stays in it, for the next run. */
export function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) throw error
  }
}

function linkText(path: string): string | undefined {
  return fs.lstatSync(path).isSymbolicLink() ? fs.readlinkSync(path) : undefined
}

/** Whether two names are one file. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => fs.lstatSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

/** @returns false where the file system has no hard links (exFAT, Windows drives under WSL) */
function tryHardLink(from: string, to: string): boolean {
  try {
    linkNew(from, to)
    return true
  } catch (error) {
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '')) return false
    throw error
  }
}

/** Gives a file a second name, which nothing may have. */
export function linkNew(from: string, to: string): void {
  try {
    fs.linkSync(from, to)
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? occupied(to) : error
  }
}

function renameEntry(from: string, to: string): void {
  if (fs.lstatSync(to, { throwIfNoEntry: false })) throw occupied(to)
  fs.renameSync(from, to)
}

/** Removes what swop itself has just made and nobody has used yet, with everything in it. */
export function discard(path: string): void {
  attempt('remove', path, () => fs.rmSync(path, { recursive: true, force: true }))
}

/** Makes a change; what the system says against it becomes a Failure. */
export function attempt(verb: string, path: string, action: () => void): void {
  keepLocks()
  try {
    action()
  } catch (error) {
    throw error instanceof Failure ? error : cannot(verb, path, error)
  }
}

/** The error for a place that was free when the plan was made. */
export function occupied(path: string): Failure {
  return new Failure(
    `something is at ${path} by now`,
    'run swop sync again; if that does not help, move it away',
  )
}
