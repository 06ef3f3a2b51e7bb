import fs from 'fs-extra'
import { Failure, systemCode } from './failure.ts'
import { cannot, readText } from './files.ts'

const patience = 20_000 // ms; a reconcile takes some 100 ms, and 16 shells may start at once
const pause = 25 // ms
const unfinished = 5_000 // ms; a lock without an owner is one that is being written, unless it is older

/**
 * Runs something that no other swop process of this root runs at the same time.
 * The lock is a file with the owner's process id, made with O_EXCL; one whose owner is dead is taken over.
 * @throws Failure when another process holds on to it
 */
export async function withLock<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + patience
  while (!tryLock(path)) {
    if (Date.now() > deadline) {
      throw new Failure(
        `${path} has been held for ${patience / 1000} s (by process ${readText(path)?.trim() || 'unknown'})`,
        'wait for that swop; if it is none, remove the file',
      )
    }
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  try {
    return await action()
  } finally {
    if (ownerOf(path) === process.pid) fs.rmSync(path, { force: true })
  }
}

function tryLock(path: string): boolean {
  try {
    const descriptor = fs.openSync(path, 'wx', 0o600)
    try {
      fs.writeSync(descriptor, `${process.pid}\n`)
    } finally {
      fs.closeSync(descriptor)
    }
    return true
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw cannot('lock', path, error)
    takeFromDead(path)
    return false
  }
}

/** Removes a dead owner's lock; renamed first, so that of two who try only one removes it. */
function takeFromDead(path: string): void {
  const owner = ownerOf(path)
  const age = Date.now() - (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  if (owner === undefined ? age < unfinished : isAlive(owner)) return
  const aside = `${path}.dead.${process.pid}`
  try {
    fs.renameSync(path, aside)
    // Somebody was faster, and has a lock of his own by now: it goes back, unless there is a third one.
    if (ownerOf(aside) !== owner) fs.linkSync(aside, path)
  } catch {
    // somebody else took it away
  }
  fs.rmSync(aside, { force: true })
}

function ownerOf(path: string): number | undefined {
  return Number(readText(path)) || undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
