import { lstatSync, readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readBindings, writeBindings } from '../accounts/bindings.ts'
import { leaveForward, readForward, takeForwardAway } from '../accounts/forward.ts'
import { accountLayout, newBackup, rootLayout } from '../accounts/layout.ts'
import { loginSalt } from '../accounts/salt.ts'
import { readAccountAnyhow } from '../accounts/salvage.ts'
import { parseAccount } from '../accounts/settings.ts'
import { readAccount, readConfig, refuseTaken, writeConfig, type Account } from '../accounts/store.ts'
import { findBackup, type Backup, type Kept } from '../backups/list.ts'
import { tidyBackup } from '../backups/prune.ts'
import { bringInOrder } from '../home/sync.ts'
import { writeStartFiles } from '../home/common.ts'
import { readAuthFile } from '../codex/auth-file.ts'
import { moveAccountFolder } from '../platform/account-folder.ts'
import { backUpEntry } from '../platform/aside.ts'
import { moveEntry } from '../platform/entries.ts'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { isFolder } from '../platform/paths.ts'
import { withLock } from '../platform/lock.ts'
import { fellowsOf, type Fellow } from './holders.ts'
import { withoutOverrides } from '../toml/overlay.ts'
import { sessionLinks, settle, type Named } from './unfinished.ts'
import type { Config } from '../accounts/settings.ts'
import type { BackupRecord } from '../backups/record.ts'

/** An account that came back. */
export interface RestoredAccount {
  what: 'account'
  account: Account
  named: Named
  /** what is the matter with its settings, as it was before */
  problem: Failure | undefined
  /** who has its login by now */
  fellows: Fellow[]
}

/** What came back. */
export type Restored =
  | RestoredAccount
  /** `aside`: where that lies now which was there before */
  | { what: 'entry'; path: string; aside?: string }

/**
 * Puts what is in a backup back where it was. An account comes back byte for byte, with what was bound to it; where an
 * entry was there is something else by now, mostly: that goes to backups/ first.
 * @param wanted a backup's name, or a removed account's
 * @param as another name for the account
 * @throws Failure when there is no such backup, or its place is taken; nothing has changed then
 */
export async function restore(
  root: string,
  config: Config,
  { wanted, as }: { wanted: string; as: string | undefined },
): Promise<Restored[]> {
  return withLock(rootLayout(root).lock, async () => {
    settle(root)
    const backup = findBackup(root, wanted)
    if (as !== undefined && !backup.kept.some(({ record }) => record.what === 'account'))
      throw new Failure(`${backup.layout.id} is no account's backup`, 'leave --as out')
    const aside = newBackup(root, String(process.pid)).folder
    const restored: Restored[] = []
    for (const { path, record } of planned(root, backup, as)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      if (record.what === 'account') restored.push(await putAccountBack(root, config, path, record, as))
      else restored.push(putEntryBack(path, record.from, aside))
    }
    tidyBackup(backup.layout)
    return restored
  })
}

/** Refuses what can't be put back, before anything is. */
function planned(root: string, { layout, kept }: Backup, as: string | undefined): Kept[] {
  for (const { path, record } of kept) {
    if (record.what === 'account') {
      refuseTaken(root, as ?? record.name)
      if (as !== undefined && as !== record.name) refuseBroken(layout.settings)
    } else if (!isFolder(dirname(placeOf(record.from)))) {
      throw new Failure(`${dirname(record.from)} is gone`, `take from the backup what you need: ${path}`)
    } else if (placeOf(record.from) !== record.from && isWithOverrides(path)) {
      throw new Failure(
        `${path} is an account's copy with settings of its own, and ${record.from} is shared now`,
        'take from the backup what you need',
      )
    }
  }
  return kept
}

/** Under another name an account is generated anew, for which its settings are needed. */
function refuseBroken(settings: string): void {
  const text = readText(settings)
  if (text === undefined) throw new Failure(`${settings} is missing`, 'leave --as out, then put it back')
  parseAccount(text, settings)
}

/** Whether it is a copy of config.toml with overrides: in the base codex home these would be everybody's. */
function isWithOverrides(path: string): boolean {
  if (!path.endsWith('.toml') || lstatSync(path).isFile() !== true) return false
  const text = readText(path) ?? ''
  return withoutOverrides(text) !== text
}

type AccountRecord = Extract<BackupRecord, { what: 'account' }>

async function putAccountBack(
  root: string,
  config: Config,
  path: string,
  { name: formerly, bindings, default: wasDefault }: AccountRecord,
  as: string | undefined,
): Promise<RestoredAccount> {
  const name = as ?? formerly
  const { accounts } = rootLayout(root)
  makePrivateFolder(accounts)
  const { folder, codexLink } = accountLayout(root, name)
  takeForwardAway(root, name)
  moveAccountFolder(path, folder)
  if (name !== formerly && readForward(root, formerly)) {
    takeForwardAway(root, formerly)
    leaveForward(root, formerly, { to: name, links: sessionLinks(codexLink, true) })
  }
  // Under another name all that is generated has to be generated anew; under its own, the next activation sees to it.
  if (name !== formerly) await bringInOrder(root, config, name)
  const account = readAccountAnyhow(root, name)
  const salt = loginSalt(root)
  const found = readAuthFile(account.layout.codexHome, salt)
  const { codexHome } = account.layout
  return {
    what: 'account',
    account,
    fellows:
      found.state === 'login' ? fellowsOf(root, config.real, salt, { login: found.login, codexHome }) : [],
    problem: problemOf(root, name),
    named: nameAgain(root, name, bindings, wasDefault),
  }
}

function problemOf(root: string, name: string): Failure | undefined {
  try {
    readAccount(root, name)
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

/** Only what nothing else has taken meanwhile. */
function nameAgain(root: string, name: string, folders: readonly string[], wasDefault: boolean): Named {
  const bound = readBindings(root)
  const free = folders.filter((folder) => bound.every((binding) => binding.folder !== folder))
  if (free.length > 0) writeBindings(root, [...bound, ...free.map((folder) => ({ folder, account: name }))])
  const config = readConfig(root)
  if (config === undefined) return { folders: free, isDefault: false }
  const isDefault = wasDefault && config.default === undefined
  const next = isDefault ? { ...config, default: name } : config
  if (isDefault) writeConfig(root, next)
  writeStartFiles(root, next)
  return { folders: free, isDefault }
}

function putEntryBack(path: string, from: string, aside: string): Restored {
  const place = placeOf(from)
  const isTaken = lstatSync(place, { throwIfNoEntry: false }) !== undefined
  if (isTaken) backUpEntry(place, aside, 'a restore put an older one in its place')
  moveEntry(path, place)
  return { what: 'entry', path: place, ...(isTaken ? { aside } : {}) }
}

/**
 * Where an entry belongs today. What an account had for itself is a link to the real home's since then: there it is
 * that people look for it, and a file in the link's place would only be moved again.
 */
function placeOf(from: string): string {
  let place = from
  for (let links = 0; links < 8; links++) {
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return place
    place = resolve(dirname(place), readlinkSync(place))
  }
  throw new Failure(`${from} is a link in a circle`, 'repair the link')
}
