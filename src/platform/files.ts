import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'
import { look, resolved } from './paths.ts'
import { cannot } from './system-error.ts'

/** The file's text, or undefined when there is no such file; a pipe or a device has none. */
export function readText(path: string): string | undefined {
  try {
    // Looked for first, since most are not there: node takes eight times as long for an error.
    const stat = fs.statSync(path, { throwIfNoEntry: false })
    return stat && hasContent(stat) ? contentOf(path).toString('utf8') : undefined
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw cannot('read', path, error)
  }
}

/** Not a pipe, a socket or a device. Of a folder the system says itself that it can't be read. */
function hasContent(stat: fs.Stats): boolean {
  return stat.isFile() || stat.isDirectory()
}

/** Without waiting for somebody at the other end, should it have become a pipe by now. */
function contentOf(path: string): Buffer {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
  try {
    return fs.readFileSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/**
 * The bytes of a file.
 * @throws Failure also for what is no file
 */
export function readBytes(path: string): Buffer {
  try {
    if (hasContent(fs.statSync(path))) return contentOf(path)
  } catch (error) {
    throw cannot('read', path, error)
  }
  throw new Failure(`${path} is a pipe or a device, not a file`, 'move it away')
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
