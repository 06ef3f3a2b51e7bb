import fs from 'node:fs'
import { basename, join } from 'node:path'
import { cannot } from '../platform/system-error.ts'
import { systemCode } from '../platform/failure.ts'
import { kindOf } from './kind.ts'
import { emptyingOfLinks } from './leftover.ts'
import { isTransientName } from './transient.ts'
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
  // join() for each of some thousands takes longer than to read them.
  const inside = join(path, 'x').slice(0, -1)
  return new Map(
    listing.map((entry) => {
      const { name } = entry
      const kind = kindOf(entry)
      return [name, details(name) ? readEntry(`${inside}${name}`, kind, real) : { kind, modified: 0 }]
    }),
  )
}

/** @param real for a folder of the account: the real one; where a link to it leads is not asked, nor waited for */
function readEntry(path: string, kind: EntryKind, real: string | undefined): Entry {
  try {
    if (kind === 'link') {
      const target = fs.readlinkSync(path)
      if (real !== undefined && target === join(real, basename(path))) return { kind, target, modified: 0 }
      const end = endOf(path)
      // The time of what it leads to: a dotfile repository's file is as new as its content.
      return {
        kind,
        target,
        end: end?.found,
        identity: end?.identity,
        modified: end?.modified ?? 0,
        ...placed(path),
      }
    }
    const { mtimeMs, dev, ino } = fs.lstatSync(path)
    if (kind !== 'folder') return { kind, modified: mtimeMs, identity: `${dev}:${ino}` }
    const found = { kind, modified: mtimeMs, identity: `${dev}:${ino}` }
    if (fs.readdirSync(path).length === 0) return { ...found, empty: true }
    const emptying = real === undefined ? undefined : emptyingOfLinks(path, join(real, basename(path)))
    return { ...found, empty: false, emptying }
  } catch (error) {
    // Gone meanwhile: what is done with it will fail, and the next round sees it.
    return { kind, modified: 0, empty: false, unreadable: systemCode(error) !== 'ENOENT' }
  }
}

function placed(path: string): { placed?: number } {
  return isTransientName(basename(path)) ? { placed: fs.lstatSync(path).mtimeMs } : {}
}

interface End {
  found: { path: string; isFolder: boolean }
  identity: string
  modified: number
}

function endOf(path: string): End | undefined {
  try {
    const stat = fs.statSync(path)
    return {
      found: { path: fs.realpathSync.native(path), isFolder: stat.isDirectory() },
      identity: `${stat.dev}:${stat.ino}`,
      modified: stat.mtimeMs,
    }
  } catch {
    return undefined // nothing there, a loop, or nothing that we may see
  }
}

/** The text of a link; undefined for anything else, and where nothing is. */
export function readLink(path: string): string | undefined {
  try {
    return fs.readlinkSync(path)
  } catch {
    return undefined
  }
}
