import fs from 'fs-extra'
import { Failure, systemCode } from './failure.ts'
import { cannot, readText } from './files.ts'

const patience = 20_000 // ms; a reconcile takes some 100 ms, and 16 shells may start at once
const pause = 25 // ms

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
        `another swop (process ${readText(path)?.trim() || 'unknown'}) has held ${path} for ${patience / 1000} s`,
        'wait for it, or end it, and try again',
      )
    }
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  try {
    return await action()
  } finally {
    fs.rmSync(path, { force: true })
  }
}

function tryLock(path: string): boolean {
  // The id is written before the name appears (link of a finished file), so that a lock is never without its owner.
  const mine = `${path}.${process.pid}`
  try {
    fs.writeFileSync(mine, `${process.pid}\n`, { mode: 0o600 })
    try {
      fs.linkSync(mine, path)
      return true
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
      const owner = Number(readText(path) ?? '0')
      if (owner > 0 && !isAlive(owner)) takeAway(path, owner)
      return false
    } finally {
      fs.rmSync(mine, { force: true })
    }
  } catch (error) {
    throw cannot('lock', path, error)
  }
}

/** Removes a dead owner's lock; renamed first, so that of two who try only one removes, and never a new lock. */
function takeAway(path: string, owner: number): void {
  const aside = `${path}.dead.${process.pid}`
  try {
    fs.renameSync(path, aside)
    if (Number(readText(aside)) !== owner) fs.linkSync(aside, path) // somebody was faster, and has a lock of his own
  } catch {
    // somebody else took it away
  }
  fs.rmSync(aside, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
