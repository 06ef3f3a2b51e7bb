import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure } from './failure.ts'
import { syncFolder } from './files.ts'
import { keepLocks } from './lock.ts'
import { openAmong } from './open-files.ts'

/**
 * Moves an entry to another file system: a copy beside the new place, synced, then renamed; only then the old one goes,
 * and only if it has not changed meanwhile. Killed in between, both are there.
 * @param takeAway removes the old one, unless it is another one by then
 * @throws Failure when a process has it open (it would go on writing into the old one), or something is at the new place
 */
export function moveAcross(
  from: string,
  to: string,
  takeAway: (path: string, isTheSame: (aside: string) => boolean, remove: (aside: string) => void) => void,
): void {
  if (openAmong([from]).size > 0)
    throw new Failure(`${from} is open in another program`, 'run swop sync once that has ended')
  const before = versions(from)
  const fresh = join(dirname(to), `.swop-new-${randomBytes(6).toString('hex')}`)
  try {
    copy(from, fresh)
    if (versions(from) !== before)
      throw new Failure(`${from} is being written to`, 'run swop sync once that has ended')
    if (fs.lstatSync(to, { throwIfNoEntry: false }))
      throw new Failure(`something is at ${to} by now`, 'run swop sync again')
    fs.renameSync(fresh, to)
  } catch (error) {
    fs.rmSync(fresh, { recursive: true, force: true })
    throw error
  }
  syncFolder(dirname(to))
  takeAway(
    from,
    (aside) => versions(aside) === before,
    (aside) => fs.rmSync(aside, { recursive: true, force: true }),
  )
}

/** What tells one state of a file or a tree from another. */
function versions(path: string): string {
  const { ino, size, mtimeNs, mode } = fs.lstatSync(path, { bigint: true })
  if (!fs.lstatSync(path).isDirectory()) return `${ino} ${size} ${mtimeNs}`
  const inner = fs.readdirSync(path).sort()
  return `${ino} ${mode} ${JSON.stringify(inner.map((name) => [name, versions(join(path, name))]))}`
}

function copy(from: string, to: string): void {
  const stat = fs.lstatSync(from)
  if (stat.isSymbolicLink()) return fs.symlinkSync(fs.readlinkSync(from), to)
  if (stat.isDirectory()) {
    fs.mkdirSync(to, { mode: 0o700 })
    for (const name of fs.readdirSync(from)) copy(join(from, name), join(to, name))
    fs.chmodSync(to, stat.mode & 0o7777)
    fs.utimesSync(to, stat.atime, stat.mtime)
    return syncFolder(to)
  }
  if (!stat.isFile())
    throw new Failure(
      `${from} belongs to a running process and can't be moved to another file system`,
      'end that process',
    )
  copyFile(from, to, stat)
}

function copyFile(from: string, to: string, stat: fs.Stats): void {
  const source = fs.openSync(from, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW)
  try {
    const target = fs.openSync(to, 'wx', 0o600)
    try {
      const block = Buffer.alloc(1 << 20)
      // All arguments: with fewer, fs-extra's version of it asks for no bytes.
      const next = () => fs.readSync(source, block, 0, block.length, null)
      let size = 0
      for (let read = next(); read > 0; read = next()) {
        size += read
        for (let done = 0; done < read;) done += fs.writeSync(target, block, done, read - done)
        keepLocks()
      }
      if (size !== stat.size)
        throw new Failure(`${from} is being written to`, 'run swop sync once that has ended')
      fs.fchmodSync(target, stat.mode & 0o7777)
      fs.futimesSync(target, stat.atime, stat.mtime)
      fs.fsyncSync(target)
    } finally {
      fs.closeSync(target)
    }
  } finally {
    fs.closeSync(source)
  }
}
