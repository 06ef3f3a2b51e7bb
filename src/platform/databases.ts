import fs from 'node:fs'
import { dirname } from 'node:path'
import { backUpEntry } from './aside.ts'
import { isSameFile, linkNew, takeAway } from './entries.ts'
import { Failure, systemCode } from './failure.ts'
import { syncFolder } from './files.ts'
import { cannot } from './system-error.ts'
import { openAmong } from './open-files.ts'

// What SQLite keeps beside a database: https://www.sqlite.org/tempfiles.html
const suffixes = ['-wal', '-shm', '-journal'] as const

/** The name of the database that a file belongs to, if its name says that it belongs to one. */
export function databaseOf(name: string): string | undefined {
  const suffix = suffixes.find((each) => name.endsWith(each))
  return suffix === undefined ? undefined : name.slice(0, -suffix.length)
}

/** A database and what may belong to it. */
export function databaseFiles(path: string): string[] {
  return [path, ...suffixes.map((suffix) => path + suffix)]
}

/** Whether a file begins as SQLite's do; one that can't be read counts as none. */
export function isDatabase(path: string): boolean {
  try {
    // Not waiting for the other end, should it have become a pipe.
    const descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
    try {
      const start = Buffer.alloc(16)
      return (
        fs.readSync(descriptor, start, 0, 16, 0) === 16 && start.toString('latin1') === 'SQLite format 3\0'
      )
    } finally {
      fs.closeSync(descriptor)
    }
  } catch {
    return false
  }
}

/**
 * Moves a database that nothing has open, with what belongs to it. All of it is at the new place before any of it goes
 * from the old one: killed in between, the old one is whole, or the new one is.
 * @param backups takes what belongs to an old one that is at its new place already
 * @throws Failure when it is open, something is at the new place, or that is on another file system
 */
export function moveDatabase(from: string, to: string, backups: string): void {
  const files = databaseFiles(from)
  if (openAmong(files).size > 0)
    throw new Failure(`${from} is open in another program`, 'run swop sync once that has ended')
  const rest = suffixes.filter((suffix) => isThere(from + suffix))
  try {
    if (isSameFile(from, to)) {
      // A move that was interrupted: the new one may have gone on since, and an old log would undo that.
      for (const suffix of rest) {
        if (!isSameFile(from + suffix, to + suffix)) backUpEntry(from + suffix, backups)
      }
    } else {
      for (const suffix of suffixes) {
        // Without its database it is nobody's, and SQLite would take it for this one's.
        const stray = isThere(to + suffix) && !isThere(to)
        if (stray && !isSameFile(from + suffix, to + suffix)) backUpEntry(to + suffix, backups)
      }
      for (const suffix of [...rest, '']) {
        if (!isSameFile(from + suffix, to + suffix)) linkNew(from + suffix, to + suffix)
      }
    }
    syncFolder(dirname(to))
    for (const suffix of [...rest, '']) takeAway(from + suffix, (aside) => isSameFile(aside, to + suffix))
  } catch (error) {
    if (error instanceof Failure) throw error
    if (['EXDEV', 'EPERM', 'ENOTSUP', 'ENOSYS'].includes(systemCode(error) ?? ''))
      throw new Failure(
        `can't move the database ${from} safely to ${to}`,
        'move it by hand while nothing has it open',
      )
    throw cannot('move', from, error)
  }
}

/** What can't have that name, since it is too long, is not there. */
function isThere(path: string): boolean {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (systemCode(error) === 'ENAMETOOLONG') return false
    throw error
  }
}
