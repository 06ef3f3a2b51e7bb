import fs from 'fs-extra'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'

/** The file's text, or undefined when there is no such file. */
export function readText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw cannot('read', path, error)
  }
}

/** The path with all links resolved; the path itself when it does not exist. */
export function resolved(path: string): string {
  try {
    return fs.realpathSync.native(path)
  } catch {
    return path
  }
}

/** Makes a folder, and those above it, that only the user can enter; an existing one keeps its mode. */
export function makePrivateFolder(path: string): void {
  try {
    makeFolders(path)
  } catch (error) {
    throw cannot('make', path, error)
  }
}

/** Not node's `recursive`, which never returns where a folder can't be made in one that exists, as in /proc. */
function makeFolders(path: string): void {
  if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (!fs.existsSync(dirname(path))) makeFolders(dirname(path))
  try {
    fs.mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const made = fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() // by another swop, just now
    if (!made) throw error
  }
}

/** The same, but a link in its place, whatever it leads to, is an error: the folder must be no one else's. */
export function makeOwnFolder(path: string): void {
  if (fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Failure(`${path} is a link, and should be a folder of the account's own`, 'move the link away')
  }
  makePrivateFolder(path)
}

/**
 * Writes a whole file (0600) or leaves the old one as it was: a temporary file beside it, synced, then renamed.
 * A file that has this text already is left alone, so that its time says when it last changed.
 * @throws Failure when the folder can't be written to
 */
export function writeAtomically(path: string, text: string): void {
  if (readText(path) === text) return
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const descriptor = fs.openSync(temporary, 'wx', 0o600)
    try {
      fs.writeFileSync(descriptor, text)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    fs.renameSync(temporary, path)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw cannot('write', path, error)
  }
}

/** A system error in words; the code stays in, since people search for it. */
export function cannot(verb: string, path: string, error: unknown): Failure {
  const code = systemCode(error) ?? String(error)
  const reasons: Record<string, [string, string]> = {
    EACCES: ['permission denied', 'check the owner and the mode of the folder'],
    EPERM: ['not permitted', 'check the owner and the mode of the folder'],
    EROFS: ['the file system is read-only', 'choose another place with SWOP_ROOT'],
    ENOSPC: ['the disk is full', 'make room and try again'],
    ENOTDIR: ['a part of the path is not a folder', 'check the path'],
    ENOENT: ['a part of the path does not exist', 'check the path'],
    EISDIR: ['it is a folder', 'move it away'],
    EEXIST: ['something else is in its place', 'move it away'],
  }
  const [reason, hint] = reasons[code] ?? ['the system refused', 'look at the path']
  return new Failure(`can't ${verb} ${path}: ${reason} (${code})`, hint)
}
