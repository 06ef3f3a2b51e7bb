import fs from 'fs-extra'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'
import { cannot, makePrivateFolder } from './files.ts'
import { noteBackup } from './manifest.ts'

// The few changes that swop makes in people's home folders. Each is atomic and none overwrites anything: where
// something is in the way that the plan did not know of, the system says EEXIST and nothing has happened.

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
  attempt('remove', path, () => fs.rmdirSync(path))
}

/**
 * Moves an entry, keeping its inode: a program that has it open goes on writing into the moved one.
 * @throws Failure when there is something at the new place, or it is on another file system
 */
export function moveEntry(from: string, to: string): void {
  attempt('move', from, () => {
    const entry = fs.lstatSync(from)
    // A file that appears meanwhile fails the rename of a folder, and an empty folder holds nothing to lose.
    if (entry.isDirectory()) return renameEntry(from, to)
    // rename() would overwrite a file; link() and symlink() fail when there is something.
    if (entry.isSymbolicLink()) {
      const target = fs.readlinkSync(from)
      fs.symlinkSync(target, to)
      takeAway(from, (aside) => linkText(aside) === target)
    } else if (tryHardLink(from, to)) {
      takeAway(from, (aside) => fs.lstatSync(aside).ino === entry.ino)
    } else renameEntry(from, to)
  })
}

/**
 * Removes an entry that was looked at before. A program may replace it at any time, by a rename: so it goes aside first,
 * and comes back if it is another one by then.
 */
function takeAway(path: string, isTheSame: (aside: string) => boolean): void {
  const aside = join(dirname(path), `.swop-aside-${randomBytes(6).toString('hex')}`)
  try {
    fs.renameSync(path, aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  if (isTheSame(aside)) return fs.unlinkSync(aside)
  renameEntry(aside, path) // were there a third one meanwhile, this one keeps its name and is moved as a new entry
}

function linkText(path: string): string | undefined {
  return fs.lstatSync(path).isSymbolicLink() ? fs.readlinkSync(path) : undefined
}

/** @returns false where the file system has no hard links (exFAT, Windows drives under WSL) */
function tryHardLink(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to)
    return true
  } catch (error) {
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '')) return false
    throw error
  }
}

function renameEntry(from: string, to: string): void {
  if (fs.lstatSync(to, { throwIfNoEntry: false })) throw occupied(to)
  fs.renameSync(from, to)
}

/** Removes what swop itself has just made and nobody has used yet, with everything in it. */
export function discard(path: string): void {
  attempt('remove', path, () => fs.removeSync(path))
}

/**
 * Moves an entry aside, and notes it in the manifest.
 * @param folder where to: made if need be; the entry keeps its path inside it
 * @param why in words, for `swop backups`
 */
export function backUpEntry(from: string, folder: string, why = 'moved aside'): void {
  const to = join(folder, from)
  noteBackup(folder, { what: 'entry', from, why, how: 'moved' })
  makePrivateFolder(dirname(to))
  moveEntry(from, to)
}

/** The same for a file that stays where it is. */
export function backUpCopy(path: string, folder: string, why = 'about to be changed'): void {
  const to = join(folder, path)
  noteBackup(folder, { what: 'entry', from: path, why, how: 'copied' })
  makePrivateFolder(dirname(to))
  attempt('back up', path, () => fs.copyFileSync(path, to, fs.constants.COPYFILE_EXCL))
}

function attempt(verb: string, path: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) throw error
    if (systemCode(error) === 'EXDEV') {
      throw new Failure(
        `can't move ${path}: its new place is on another file system (EXDEV)`,
        'move it by hand',
      )
    }
    throw cannot(verb, path, error)
  }
}

function occupied(path: string): Failure {
  return new Failure(`${path} has appeared meanwhile`, 'run swop sync again')
}
