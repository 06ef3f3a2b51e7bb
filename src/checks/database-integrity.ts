import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readPart } from '../platform/parts.ts'
import { findCommand } from '../platform/processes.ts'
import { ask } from '../platform/programs.ts'
import { isDatabase } from './database-place.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

const patience = 1500 // ms
const largest = 64 * 1024 * 1024 // of a larger one only the head is looked at

/**
 * Whether the databases are whole: by their head, and where there is an sqlite3 program by its quick_check. Opened for
 * reading only, and so that no file appears beside them.
 */
export const databaseIntegrity: Check = {
  name: 'database integrity',
  looksAt: 'the databases in the base codex home, and in those that were taken in place',
  inspect: async (machine) => {
    const sqlite = findCommand('sqlite3', machine.env.PATH)
    const all = homes(machine).flatMap((home) => databasesIn(home))
    const damages = await Promise.all(all.map((path) => damageOf(path, sqlite)))
    return all.flatMap((path, index) => {
      const damage = damages[index]
      return damage ? [finding(path, damage)] : []
    })
  },
}

function finding(path: string, damage: string): Finding {
  return {
    found: `${path} is damaged: ${damage}`,
    why: 'codex fails on it, or does not find sessions, whose files are whole all the same',
    todo: 'end every codex (swop daemons shows what outlives them), move it away with its -wal and -shm; codex makes a new one',
  }
}

function homes({ base, accounts }: Machine): string[] {
  return [base, ...accounts.map(({ settings }) => settings.codexHome)].filter((home) => home !== undefined)
}

function databasesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(isDatabase)
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

async function damageOf(path: string, sqlite: string | undefined): Promise<string | undefined> {
  try {
    const { bytes, stat } = readPart(path, 'start', 100)
    if (bytes === undefined) return 'it is no file'
    if (stat.size === 0) return undefined // codex makes one of it
    const inHead = damageInHead(bytes, stat.size, isInUse(path))
    if (inHead || sqlite === undefined || stat.size > largest) return inHead
  } catch {
    return undefined // it has gone meanwhile, or is not ours to read: others say so
  }
  // Without a -wal nobody has it open, and `immutable` makes nothing beside it; with one, it is read as it is.
  const uri = `file:${path.split('/').map(encodeURIComponent).join('/')}?mode=ro${isInUse(path) ? '' : '&immutable=1'}`
  const { stdout, stderr } = await ask(
    sqlite,
    ['-readonly', '-init', '/dev/null', '-batch', uri, 'pragma quick_check(1)'],
    { PATH: '/usr/bin:/bin' },
    patience,
  )
  if (stdout.trim() === 'ok') return undefined
  // Busy, unable to open, no answer in time: nothing is known.
  return /malformed|not a database/.test(stderr) || /^\*\*\*|row|page|index/i.test(stdout)
    ? 'quick_check finds errors'
    : undefined
}

/**
 * Pure: the file format of SQLite (sqlite.org/fileformat2.html, section 1.3).
 * @param inUse there is a -wal with something in it: what of it has got into the file may not be all of it yet
 */
export function damageInHead(head: Buffer, size: number, inUse: boolean): string | undefined {
  if (head.subarray(0, 16).toString('latin1') !== 'SQLite format 3\0')
    return 'it does not start as a database does'
  const said = head.readUInt16BE(16)
  const page = said === 1 ? 65_536 : said
  if (page < 512 || (page & (page - 1)) !== 0) return 'its page size is none'
  if (inUse) return undefined
  const valid = head.readUInt32BE(24) === head.readUInt32BE(92)
  const isShort = size % page !== 0 || (valid && size < head.readUInt32BE(28) * page)
  return isShort ? 'its end is missing' : undefined
}

function isInUse(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}
