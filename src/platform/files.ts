import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'

/** The file's text, or undefined when there is no such file; a pipe or a device has none. */
export function readText(path: string): string | undefined {
  try {
    return readRegular(path)?.toString('utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw cannot('read', path, error)
  }
}

/** Without waiting for somebody at the other end of a pipe. */
function readRegular(path: string): Buffer | undefined {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
  try {
    const stat = fs.fstatSync(descriptor)
    return stat.isFile() || stat.isDirectory() ? fs.readFileSync(descriptor) : undefined
  } finally {
    fs.closeSync(descriptor)
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

/** Takes a folder of swop's own from everybody else's eyes, also when somebody else made it. */
export function makePrivate(path: string): void {
  try {
    fs.chmodSync(path, 0o700)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Lets nobody make anything in a folder. */
export function makeReadOnly(path: string): void {
  try {
    fs.chmodSync(path, 0o500)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Takes a file or folder of swop's own from everybody else's eyes; what the user may do with it stays. */
export function withdrawFromOthers(path: string): void {
  try {
    fs.chmodSync(path, fs.lstatSync(path).mode & 0o700)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Whether there is a folder, or a link to one. */
export function isFolder(path: string): boolean {
  return look(path)?.isDirectory() === true
}

/** Whether there is a folder, no link to one, with nothing in it. */
export function isEmptyFolder(path: string): boolean {
  try {
    return fs.lstatSync(path).isDirectory() && fs.readdirSync(path).length === 0
  } catch {
    return false
  }
}

/** Whether there is a file, or a link to one. */
export function isPlainFile(path: string): boolean {
  return look(path)?.isFile() === true
}

/** What can't be looked at (below a file, in a circle of links, behind a folder that we may not enter) is not there. */
function look(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
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
  if (isFolder(path)) return
  if (!fs.existsSync(dirname(path))) makeFolders(dirname(path))
  try {
    fs.mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!isFolder(path)) throw error // by another swop, just now
  }
}

/**
 * Makes a folder of the account's own.
 * @param formerly the text of a link that swop itself may have made in its place
 * @throws Failure when it is another link: what is at its end would be taken for the account's
 */
export function makeOwnFolder(path: string, formerly: string): void {
  if (isLink(path)) {
    if (fs.readlinkSync(path) !== formerly) {
      throw new Failure(
        `${path} is a link, and should be a folder of the account's own`,
        'move the link away',
      )
    }
    fs.unlinkSync(path)
  }
  makePrivateFolder(path)
}

function isLink(path: string): boolean {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  } catch (error) {
    throw cannot('look at', path, error)
  }
}

/**
 * @throws Failure when two paths lead to one folder, by a link above them or a mount: moving from one to the other would
 * be moving onto itself
 */
export function refuseSame(account: string, real: string): void {
  const [one, other] = [account, real].map(look)
  if (one && other && one.dev === other.dev && one.ino === other.ino) {
    throw new Failure(
      `${account} and ${real} are the same folder`,
      'a link or a mount joins them; take it away',
    )
  }
}

/**
 * Writes a whole file (0600) or leaves the old one as it was: a temporary file beside it, synced, then renamed.
 * A file that has this text already is left alone, so that its time says when it last changed.
 * @param sources files than which it must not be older all the same
 * @throws Failure when the folder can't be written to
 */
export function writeAtomically(path: string, text: string, sources: readonly string[] = []): void {
  const changed = (file: string) => look(file)?.mtimeMs ?? 0
  if (readText(path) === text && sources.every((file) => changed(file) <= changed(path))) return
  replaceFile(path, Buffer.from(text), 0o600)
}

/**
 * The bytes of a file.
 * @throws Failure also for what is no file
 */
export function readBytes(path: string): Buffer {
  try {
    const content = readRegular(path)
    if (content !== undefined) return content
  } catch (error) {
    throw cannot('read', path, error)
  }
  throw new Failure(`${path} is a pipe or a device, not a file`, 'move it away')
}

/**
 * Writes a file of the user's, whole or not at all: at the end of a link (a dotfile repository's), with the mode that
 * it has.
 * @param newMode the mode of a file that is not there yet
 * @param over the text that it must have still (null: not be there): looked at when the new file is ready, and only a
 * rename is left, since programs write without a lock and a sync of the disk takes long
 * @throws Failure when it has changed
 */
export function writeThrough(
  path: string,
  content: Buffer,
  { newMode = 0o600, over }: { newMode?: number; over?: string | null | undefined } = {},
): void {
  const target = resolved(path)
  // A history that leads to /dev/null, for one, must not replace that.
  if (fs.existsSync(target) && !fs.statSync(target).isFile())
    throw new Failure(`${target} is not a file`, `look at where ${path} leads`)
  const mode = (fs.statSync(target, { throwIfNoEntry: false })?.mode ?? newMode) & 0o7777
  replaceFile(target, content, mode, () => {
    if (over !== undefined && (readText(path) ?? null) !== over)
      throw new Failure(`${path} has changed meanwhile`, 'run swop sync again')
  })
}

function replaceFile(path: string, content: Buffer, mode: number, check = () => {}): void {
  const temporary = join(dirname(path), `.swop-new-${randomBytes(6).toString('hex')}`)
  try {
    const descriptor = fs.openSync(temporary, 'wx', mode)
    try {
      fs.writeFileSync(descriptor, content)
      fs.fchmodSync(descriptor, mode) // the umask does not count
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    check()
    fs.renameSync(temporary, path)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error instanceof Failure ? error : cannot('write', path, error)
  }
}

/** Removes what a swop that was killed was writing in a folder of swop's own: older than any write takes. */
export function removeUnfinished(folder: string): void {
  if (!isFolder(folder)) return
  for (const name of fs.readdirSync(folder).filter((each) => each.startsWith('.swop-new-'))) {
    const path = join(folder, name)
    const stat = fs.lstatSync(path, { throwIfNoEntry: false })
    if (stat?.isFile() && Date.now() - stat.mtimeMs > 60_000) fs.rmSync(path, { force: true })
  }
}

/** What was written into a file is there after a power cut, too. */
export function syncFile(path: string): void {
  const descriptor = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** What was made or renamed in a folder is there after a power cut, too. A folder that can't be opened is left to the system. */
export function syncFolder(path: string): void {
  let descriptor
  try {
    descriptor = fs.openSync(path, 'r')
    fs.fsyncSync(descriptor)
  } catch (error) {
    // Not every file system can, and write permission is enough to make something in a folder.
    if (!['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'EISDIR'].includes(systemCode(error) ?? '')) throw error
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor)
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
    ELOOP: ['its links lead in a circle', 'repair the link'],
    EEXIST: ['something else is in its place', 'move it away'],
    ENOTEMPTY: ['something is in it by now', 'run swop sync again'],
    EIO: ['the disk does not answer', 'look at the disk, then run swop sync again'],
  }
  const [reason, hint] = reasons[code] ?? ['the system refused', 'look at the path']
  return new Failure(`can't ${verb} ${path}: ${reason} (${code})`, hint)
}
