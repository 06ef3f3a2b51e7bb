import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure, systemCode } from './failure.ts'
import { cannot } from './system-error.ts'

// The one place where swop ever handles the bytes of a login, and only because a person has asked for it in so many
// words (`swop add --from`). Elsewhere auth.json is opened for reading only, and nothing of it is kept.

/**
 * Moves a login, so that it is never in two places: by a rename; on another file system by a copy, which is on disk
 * before the source goes. It is 0600 afterwards.
 * @param to must not exist
 * @throws Failure when it can't be moved; it is where it was then, and nothing is at `to`
 */
export function moveLogin(from: string, to: string): void {
  refuseTaken(to)
  try {
    fs.renameSync(from, to)
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw cannot('move', from, error)
    return moveAcross(from, to)
  }
  try {
    fs.chmodSync(to, 0o600)
  } catch (error) {
    fs.renameSync(to, from) // whoever called takes away what he has made, and the login must not be in it
    throw cannot('make private', from, error)
  }
}

/**
 * Copies a login: for a key, which may be in many places.
 * @param to must not exist
 * @throws Failure when it can't be copied; nothing is at `to` then
 */
export function copyLogin(from: string, to: string): void {
  refuseTaken(to)
  // A name that codex gives its own unfinished ones, so that wherever they are looked for this one is found, too.
  const temporary = join(dirname(to), `.auth-${randomBytes(6).toString('hex')}`)
  try {
    const source = fs.openSync(from, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW)
    const target = fs.openSync(temporary, 'wx', 0o600)
    try {
      const { atime, mtime } = fs.fstatSync(source)
      fs.writeFileSync(target, fs.readFileSync(source))
      fs.fchmodSync(target, 0o600) // the umask does not count
      fs.futimesSync(target, atime, mtime)
      fs.fsyncSync(target)
    } finally {
      fs.closeSync(target)
      fs.closeSync(source)
    }
    fs.renameSync(temporary, to)
    syncFolder(dirname(to))
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw cannot('copy', from, error)
  }
}

function moveAcross(from: string, to: string): void {
  const before = fs.lstatSync(from)
  copyLogin(from, to)
  try {
    const now = fs.lstatSync(from)
    if (now.ino !== before.ino || now.mtimeMs !== before.mtimeMs)
      throw new Failure(`${from} has just changed`, 'something writes to it; end that, and try again')
    fs.unlinkSync(from)
  } catch (error) {
    fs.unlinkSync(to)
    throw error instanceof Failure ? error : cannot('move', from, error)
  }
}

function syncFolder(path: string): void {
  const descriptor = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

function refuseTaken(path: string): void {
  if (fs.lstatSync(path, { throwIfNoEntry: false }))
    throw new Failure(`${path} is there already`, 'the account has a login by now; see swop list')
}
