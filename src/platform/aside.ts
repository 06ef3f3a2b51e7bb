import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { attempt, isSameFile, moveEntry, removeIfEmpty } from './entries.ts'
import { Failure } from './failure.ts'
import { syncFile } from './files.ts'
import { makePrivateFolder } from './folders.ts'
import { noteBackup } from './manifest.ts'
import { openAmong } from './open-files.ts'

// What is moved aside: into backups/, since nothing is ever just deleted, and back from where a run that was killed had it.

/**
 * Moves an entry aside, and notes it in the manifest.
 * @param folder where to: made if need be; the entry keeps its path inside it
 * @param why in words, for `swop backups`
 * @throws Failure for a file that a process has open: what it writes from then on would be in the backup only
 */
export function backUpEntry(from: string, folder: string, why = 'moved aside'): void {
  const to = join(folder, from)
  if (isRegular(from) && openAmong([from]).size > 0)
    throw new Failure(`${from} is open in another program`, 'run swop sync once that has ended')
  noteBackup(folder, { what: 'entry', from, why, how: 'moved' })
  makePrivateFolder(dirname(to))
  moveEntry(from, to)
}

function isRegular(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** The same for a file that stays where it is. */
export function backUpCopy(path: string, folder: string, why = 'about to be changed'): void {
  const to = join(folder, path)
  noteBackup(folder, { what: 'entry', from: path, why, how: 'copied' })
  makePrivateFolder(dirname(to))
  attempt('back up', path, () => {
    fs.copyFileSync(path, to, fs.constants.COPYFILE_EXCL)
    syncFile(to)
  })
}

/**
 * Finishes what a swop that was killed was doing: what it wrote beside a file is not whole, and goes; what it had put
 * aside goes back to its name, or to backups/ if something else has that by now.
 */
export function settle(path: string, backups: string): void {
  attempt('put back', path, () => {
    if (basename(path).startsWith('.swop-new-')) return fs.rmSync(path, { recursive: true, force: true })
    for (const name of fs.readdirSync(path)) {
      const [aside, original] = [join(path, name), join(dirname(path), name)]
      const there = fs.lstatSync(original, { throwIfNoEntry: false })
      if (there === undefined) fs.renameSync(aside, original)
      else if (there.isFile() && isSameFile(aside, original)) fs.unlinkSync(aside)
      else backUpEntry(aside, backups)
    }
    removeIfEmpty(path)
  })
}
