import fs from 'node:fs'
import { basename, join } from 'node:path'
import { cannot } from './system-error.ts'
import { systemCode } from './failure.ts'

/** A path's time of last change in ns since the epoch, or undefined when it does not exist. */
export function changedAt(path: string): bigint | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false, bigint: true })?.mtimeNs
  } catch {
    return undefined // below a file, in a loop, or behind a folder that we may not enter: not there for us
  }
}

/** What tells one state of a path from another: which one it is, and when it last changed (ctime can't be set back). */
export interface PathState {
  path: string
  id: string | undefined
  isFolder: boolean
  /** in ns since the epoch */
  modified: bigint | undefined
  changed: bigint | undefined
}

/** Looks at a path, links followed; what can't be looked at is not there. */
export function describePath(path: string): PathState {
  let stat
  try {
    stat = fs.statSync(path, { throwIfNoEntry: false, bigint: true })
  } catch {
    // below a file, in a loop, or behind a folder that we may not enter
  }
  return {
    path,
    id: stat && `${stat.dev}:${stat.ino}`,
    isFolder: stat?.isDirectory() === true,
    modified: stat?.mtimeNs,
    changed: stat?.ctimeNs,
  }
}

/** Sets the time of an existing entry, in whole seconds since the epoch, which every file system can hold. */
export function setTime(path: string, seconds: number): void {
  try {
    fs.utimesSync(path, seconds, seconds)
  } catch (error) {
    throw cannot('set the time of', path, error)
  }
}

/** Makes a file (0600) with that time; node takes seconds as a double, good for about a quarter of a µs. */
export function writeStamp(path: string, seconds: number, text = ''): void {
  try {
    fs.writeFileSync(path, text, { mode: 0o600 })
  } catch (error) {
    throw cannot('write', path, error)
  }
  setTime(path, seconds)
}

/** Does something in a folder that leaves its time as it was: what swop keeps there for itself is no change of an account. */
export function keepingTime(folder: string, act: () => void): void {
  const before = fs.statSync(folder, { throwIfNoEntry: false })
  act()
  if (before) setTime(folder, before.mtimeMs / 1000)
}

/** Takes a stamp away: whatever is compared with it counts as changed. */
export function removeStamp(path: string): void {
  try {
    fs.unlinkSync(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw cannot('remove', path, error)
  }
}

/**
 * Takes away the marks of a folder whose names begin so, but for one: empty files and folders of swop's own. What somebody
 * has put into one stays, under a name that is no mark.
 */
export function removeMarks(folder: string, beginning: string, but?: string): void {
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(beginning))
  for (const path of names.map((name) => join(folder, name)).filter((each) => each !== but)) {
    try {
      if (!fs.lstatSync(path).isDirectory()) fs.unlinkSync(path)
      else if (fs.readdirSync(path).length === 0) fs.rmdirSync(path)
      else fs.renameSync(path, join(folder, `kept-${process.pid}-${basename(path)}`))
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw cannot('remove', path, error)
    }
  }
}
