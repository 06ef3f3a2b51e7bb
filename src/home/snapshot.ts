import fs from 'fs-extra'
import { basename, join } from 'node:path'
import { cannot } from '../platform/files.ts'
import { systemCode } from '../platform/failure.ts'
import { isWantedLink } from './shared-entry.ts'
import type { BridgedFolder } from './bridge.ts'
import type { BridgeSnapshot } from './bridge-plan.ts'
import type { Entry, Folder } from './entry.ts'
import type { EntryKind } from '../codex/share-map.ts'

/**
 * Reads a folder without following links.
 * @param details whether times, link texts and emptiness are wanted for an entry: each costs a system call
 * @param real for a folder of the account: the real one behind it
 * @returns undefined when there is no such folder
 * @throws Failure when it can't be read
 */
export function readFolder(
  path: string,
  details: (name: string) => boolean,
  real?: string,
): Folder | undefined {
  let listing
  try {
    listing = fs.readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw cannot('read', path, error)
  }
  return new Map(
    listing.map((entry) => [
      entry.name,
      details(entry.name)
        ? readEntry(join(path, entry.name), kindOf(entry), real)
        : { kind: kindOf(entry), modified: 0 },
    ]),
  )
}

/** Reads a bridged folder and the real one behind it. */
export function readBridge(folder: BridgedFolder): BridgeSnapshot {
  const account = readFolder(folder.account, () => true, folder.real) ?? new Map<string, Entry>()
  return { folder, account, real: readFolder(folder.real, meets(account, folder.real)) }
}

/** Whether an account has something of its own under a name: only there can two contents meet. */
export function meets(account: Folder, real: string): (name: string) => boolean {
  return (name) => {
    const entry = account.get(name)
    return entry !== undefined && !isWantedLink(entry, join(real, name))
  }
}

/** @param real for a folder of the account: the real one; where a link to it leads is not asked, nor waited for */
function readEntry(path: string, kind: EntryKind, real: string | undefined): Entry {
  try {
    if (kind === 'link') {
      const target = fs.readlinkSync(path)
      if (real !== undefined && target === join(real, basename(path))) return { kind, target, modified: 0 }
      const end = endOf(path)
      // The time of what it leads to: a dotfile repository's file is as new as its content.
      return { kind, target, end: end?.found, modified: end?.modified ?? 0 }
    }
    const { mtimeMs } = fs.lstatSync(path)
    if (kind !== 'folder') return { kind, modified: mtimeMs }
    return { kind, modified: mtimeMs, empty: fs.readdirSync(path).length === 0 }
  } catch {
    return { kind, modified: 0, empty: false } // gone or unreadable: what is done with it will fail, and say so
  }
}

function endOf(path: string): { found: { path: string; isFolder: boolean }; modified: number } | undefined {
  try {
    const stat = fs.statSync(path)
    return {
      found: { path: fs.realpathSync.native(path), isFolder: stat.isDirectory() },
      modified: stat.mtimeMs,
    }
  } catch {
    return undefined // nothing there, a loop, or nothing that we may see
  }
}

function kindOf(entry: fs.Dirent): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  return entry.isSocket() ? 'socket' : 'other'
}
