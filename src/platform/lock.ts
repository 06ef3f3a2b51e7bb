import fs from 'node:fs'
import { Failure, systemCode } from './failure.ts'
import { readText } from './files.ts'
import { cannot } from './system-error.ts'
import { isAlive, ownerText, parseOwner, thisProcess } from './owner.ts'

const patience = 20_000 // ms for one owner; a reconcile takes some 100 ms
const pause = 25 // ms
const unfinished = 2_000 // ms; a lock without an owner is one that is being written, unless it is older
const lease = 60_000 // ms; an owner that can't be seen from here (another container or host) is dead without a sign
const sign = 5_000 // ms between two signs of life

/** The locks that this process holds, and when it last gave a sign of life. */
const held = new Map<string, number>()

/**
 * Runs something that no other swop process runs at the same time.
 * The lock is a file made with O_EXCL that says who owns it: process id, its start, and where that id counts. A dead
 * owner's is taken over; one of another container or host, where its process can't be seen, when nobody has touched it
 * for a minute (`keepLocks`).
 * @param ifReadOnly where nothing can be written there is nothing to exclude: `go on`
 * @throws Failure when another process holds on to it
 */
export async function withLock<Result>(
  path: string,
  action: () => Promise<Result>,
  ifReadOnly: 'fail' | 'go on' = 'fail',
): Promise<Result> {
  // The time tells one lock of a process from its next one.
  const owner = `${ownerText(thisProcess()).trimEnd()}\t${Date.now()}\n`
  let other: string | undefined
  let since = Date.now()
  try {
    while (!tryLock(path, owner)) {
      // As long as it goes from one to the next, this one's turn comes.
      const present = readText(path)
      if (present !== other) [other, since] = [present, Date.now()]
      if (Date.now() - since > patience) throw heldTooLong(path)
      // oxlint-disable-next-line no-await-in-loop -- waiting is the point
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  } catch (error) {
    if (ifReadOnly === 'go on' && ['EROFS', 'EACCES', 'EPERM'].includes(systemCode(error) ?? ''))
      return action()
    throw error instanceof Failure ? error : cannot('lock', path, error)
  }
  held.set(path, Date.now())
  if (isDead(claimOf(path))) fs.rmSync(claimOf(path), { force: true })
  try {
    return await action()
  } finally {
    held.delete(path)
    if (readText(path) === owner) fs.rmSync(path, { force: true })
  }
}

/** Says that this process still holds its locks; to be called wherever something may take long. */
export function keepLocks(): void {
  for (const [path, last] of held) {
    const now = Date.now()
    if (now - last < sign) continue
    held.set(path, now)
    try {
      fs.utimesSync(path, now / 1000, now / 1000)
    } catch {
      // somebody has removed it by hand
    }
  }
}

/** @returns false when somebody else holds it */
function tryLock(path: string, owner: string): boolean {
  try {
    write(path, owner)
    return true
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    if (isDead(path)) takeFromDead(path, owner)
    return false
  }
}

function write(path: string, owner: string): void {
  const descriptor = fs.openSync(path, 'wx', 0o600)
  try {
    fs.writeSync(descriptor, owner)
  } catch (error) {
    fs.rmSync(path, { force: true })
    throw error
  } finally {
    fs.closeSync(descriptor)
  }
}

/**
 * Only who holds this second lock may remove a dead owner's lock, having looked at it again: of two who find it dead one
 * is late, and would remove the lock of the other. It is held for some µs; a dead owner's is removed, too.
 */
function takeFromDead(path: string, owner: string): void {
  const claim = claimOf(path)
  try {
    write(claim, owner)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    if (isDead(claim)) fs.rmSync(claim, { force: true })
    return
  }
  if (isDead(path)) fs.rmSync(path, { force: true })
  fs.rmSync(claim, { force: true })
}

function claimOf(path: string): string {
  return `${path}.dead`
}

function isDead(path: string): boolean {
  const text = readText(path)
  if (text === undefined) return false // released meanwhile
  const owner = parseOwner(text)
  if (owner === undefined) return ageOf(path) > unfinished
  const alive = isAlive(owner)
  return alive === undefined ? ageOf(path) > lease : !alive
}

function ageOf(path: string): number {
  return Date.now() - (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

function heldTooLong(path: string): Failure {
  const owner = parseOwner(readText(path) ?? '')
  const who = owner ? `process ${owner.pid}${owner.host ? ` on ${owner.host}` : ''}` : 'an unknown process'
  return new Failure(
    `${path} has been held for ${patience / 1000} s by ${who}`,
    'wait for that swop; if it is none, remove the file',
  )
}
