import fs from 'fs-extra'
import { join } from 'node:path'
import { cannot } from '../platform/files.ts'
import { systemCode } from '../platform/failure.ts'
import type { BridgedFolder } from './bridge.ts'
import type { BridgeSnapshot } from './bridge-plan.ts'
import type { Entry, Folder } from './entry.ts'
import type { EntryKind } from '../codex/share-map.ts'

/**
 * Reads a folder without following links.
 * @param details whether times, link texts and emptiness are wanted for an entry: each costs a system call
 * @returns undefined when there is no such folder
 * @throws Failure when it can't be read
 */
export function readFolder(path: string, details: (name: string) => boolean): Folder | undefined {
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
      readEntry(join(path, entry.name), kindOf(entry), details(entry.name)),
    ]),
  )
}

/** Reads a bridged folder and the real one behind it. */
export function readBridge(folder: BridgedFolder): BridgeSnapshot {
  const account = readFolder(folder.account, () => true) ?? new Map<string, Entry>()
  return { folder, account, real: readFolder(folder.real, meets(account)) }
}

/** Whether an account has something of its own under a name: only there can two contents meet. */
export function meets(account: Folder): (name: string) => boolean {
  return (name) => !['link', undefined].includes(account.get(name)?.kind)
}

function readEntry(path: string, kind: EntryKind, details: boolean): Entry {
  if (!details) return { kind, modified: 0 }
  try {
    if (kind === 'link') {
      // The time of what a link leads to: a dotfile repository's file is as new as its content.
      const content = fs.statSync(path, { throwIfNoEntry: false })
      return {
        kind,
        target: fs.readlinkSync(path),
        dangling: content === undefined,
        modified: content?.mtimeMs ?? 0,
      }
    }
    const { mtimeMs } = fs.lstatSync(path)
    return kind === 'folder'
      ? { kind, modified: mtimeMs, empty: fs.readdirSync(path).length === 0 }
      : { kind, modified: mtimeMs }
  } catch {
    return { kind, modified: 0, empty: false } // gone or unreadable: nothing is decided on it
  }
}

function kindOf(entry: fs.Dirent): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  return entry.isSocket() ? 'socket' : 'other'
}
