import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { backupLayout, rootLayout, type BackupLayout } from '../accounts/layout.ts'
import { Failure, exitCodes, systemCode } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { cannot } from '../platform/system-error.ts'
import { parseManifest, type BackupRecord } from './record.ts'
import { together, weigh, type Weight } from './weight.ts'

/** One thing in a backup, which is still there. */
export interface Kept extends Weight {
  record: BackupRecord
  /** where it lies now */
  path: string
}

/** A folder of backups/ with a manifest. */
export interface Backup extends Weight {
  layout: BackupLayout
  /** when the newest thing in it was put there */
  when: Date
  kept: Kept[]
}

/**
 * @returns the backups, newest first; without those that have no manifest, or nothing left of what it says
 * @throws Failure when the folder can't be read
 */
export function readBackups(root: string): Backup[] {
  return backupIds(root)
    .flatMap((id) => readBackup(backupLayout(root, id)) ?? [])
    .sort((a, b) => b.when.getTime() - a.when.getTime() || (a.layout.id < b.layout.id ? 1 : -1))
}

/**
 * @param wanted a backup's name in the list; or that of a removed account, for its newest backup
 * @throws Failure (usage) when there is none
 */
export function findBackup(root: string, wanted: string): Backup {
  const backups = readBackups(root)
  const isOf = ({ kept }: Backup) =>
    kept.some(({ record }) => record.what === 'account' && record.name === wanted)
  const found = backups.find(({ layout }) => layout.id === wanted) ?? backups.find(isOf)
  if (found) return found
  throw new Failure(`there is no backup '${wanted}'`, "'swop backups' lists them", exitCodes.usage)
}

function readBackup(layout: BackupLayout): Backup | undefined {
  const places = new Map<string, BackupRecord>()
  for (const record of parseManifest(readText(layout.manifest) ?? ''))
    places.set(placeOf(layout, record), record)
  const kept = [...places]
    .filter(([path]) => exists(path))
    .map(([path, record]) => ({ path, record, ...weigh(path) }))
  if (kept.length === 0) return undefined
  const times = kept.map(({ record }) => Date.parse(record.at))
  const weight = kept.reduce<Weight>(together, { bytes: 0, holdsLogin: false })
  return { layout, when: new Date(Math.max(...times)), kept, ...weight }
}

function placeOf(layout: BackupLayout, record: BackupRecord): string {
  return record.what === 'account' ? layout.account : join(layout.folder, record.from)
}

function backupIds(root: string): string[] {
  const { backups } = rootLayout(root)
  try {
    return readdirSync(backups, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw cannot('read', backups, error)
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false // behind a folder that we may not enter: nothing that could be given back
  }
}
