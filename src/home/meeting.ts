import fs from 'node:fs'
import { join } from 'node:path'
import { databaseFiles, databaseOf, isDatabase } from '../platform/databases.ts'
import { resolved } from '../platform/paths.ts'
import { openAmong } from '../platform/open-files.ts'
import { readFolder } from './snapshot.ts'
import { isWantedLink } from './states.ts'
import { isTransientName } from './transient.ts'
import type { BridgedFolder } from './bridge.ts'
import type { BridgeSnapshot } from './bridge-plan.ts'
import type { Companions, Entry, Folder } from './entry.ts'

/** Reads a bridged folder and the real one behind it. */
export function readBridge(folder: BridgedFolder): BridgeSnapshot {
  // A link that is to become a folder: what is at its end is the real home's.
  const isLink = fs.lstatSync(folder.account, { throwIfNoEntry: false })?.isSymbolicLink()
  const entries = isLink ? undefined : readFolder(folder.account, () => true, folder.real)
  const { account, real } = readMeeting(folder.account, entries ?? new Map<string, Entry>(), folder.real)
  return {
    folder,
    account,
    real,
    resolved: resolved(folder.real),
    companions: companionsIn(folder, account, real),
  }
}

/**
 * Reads the real folder behind one of the account's, and looks closer where two contents meet.
 * @param entries the account's
 */
function readMeeting(
  path: string,
  entries: Folder,
  realPath: string,
): { account: Folder; real: Folder | undefined } {
  const own = meets(entries, realPath)
  const real = readFolder(realPath, (name) => own(name) || isTransientName(name))
  const isItsOwnDatabase = (name: string, at: string) => own(name) && isDatabase(at)
  return meeting({ path, entries }, { path: realPath, entries: real }, isItsOwnDatabase)
}

/**
 * Looks closer at entries of an account that are in the real folder, too, or are to move there.
 * @param database whether the file of a name, at a path, is a database
 */
export function meeting(
  account: { path: string; entries: Folder },
  real: { path: string; entries: Folder | undefined },
  database: (name: string, path: string) => boolean,
): { account: Folder; real: Folder | undefined } {
  const closer = [...account.entries].filter(([, { kind }]) => kind === 'file' || kind === 'folder')
  if (closer.length === 0) return { account: account.entries, real: real.entries }
  const met = new Map(real.entries)
  const own = new Map(account.entries)
  for (const [name, entry] of closer) {
    const other = met.get(name)
    if (entry.kind === 'file') {
      if (database(name, join(account.path, name))) own.set(name, { ...entry, database: true })
      if (other?.kind === 'file' && database(name, join(real.path, name)))
        met.set(name, { ...other, database: true })
    }
    if (
      entry.kind === 'folder' &&
      !entry.empty &&
      !entry.emptying &&
      !entry.unreadable &&
      other?.kind === 'folder'
    )
      own.set(name, withInner(entry, join(account.path, name), join(real.path, name)))
  }
  const movable = [...own].filter(
    ([name, { database }]) => database && isFreeFor(own.get(name), met.get(name)),
  )
  const files = movable.flatMap(([name]) => databaseFiles(join(account.path, name)))
  const open = openAmong(files)
  for (const [name, entry] of movable) {
    const path = join(account.path, name)
    const busy = databaseFiles(path).some((file) => open.has(file))
    const obstacle = databaseFiles(name).find((each) => own.get(each)?.kind === 'folder')
    own.set(name, { ...entry, busy, ...(obstacle ? { obstacle: join(account.path, obstacle) } : {}) })
  }
  return { account: own, real: real.entries && met }
}

/** Nothing in the real home, or the same file. */
function isFreeFor(entry: Entry | undefined, real: Entry | undefined): boolean {
  return real === undefined || (real.identity !== undefined && real.identity === entry?.identity)
}

function withInner(entry: Entry, path: string, realPath: string): Entry {
  try {
    const entries = readFolder(path, () => true, realPath) ?? new Map<string, Entry>()
    const { account, real } = readMeeting(path, entries, realPath)
    const companions = companionsIn({ account: path, real: realPath }, account, real)
    return { ...entry, inner: { account, real: real ?? new Map<string, Entry>(), companions } }
  } catch {
    return { ...entry, unreadable: true }
  }
}

/** Files that belong to a database beside them, on either side. */
function companionsIn(
  folder: { account: string; real: string },
  account: Folder,
  real: Folder | undefined,
): Companions {
  const isFile = (name: string) => [account, real].some((side) => side?.get(name)?.kind === 'file')
  const found = new Map<string, string>()
  for (const side of [account, real ?? []]) {
    for (const [name] of side) {
      const database = databaseOf(name)
      if (
        database !== undefined &&
        isFile(database) &&
        [folder.account, folder.real].some((path) => isDatabase(join(path, database)))
      )
        found.set(name, database)
    }
  }
  return found
}

/** Whether an account has something of its own under a name: only there can two contents meet. */
export function meets(account: Folder, real: string): (name: string) => boolean {
  return (name) => {
    const entry = account.get(name)
    return entry !== undefined && !isWantedLink(entry, join(real, name))
  }
}
