import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Failure, exitCodes } from '../platform/failure.ts'
import { discard, moveEntry } from '../platform/entries.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { makePrivate, makePrivateFolder } from '../platform/folders.ts'
import { isFolder, resolved } from '../platform/paths.ts'
import { readForward, takeForwardAway } from './forward.ts'
import { accountLayout, rootLayout, type AccountLayout } from './layout.ts'
import { accountName, isAccountName } from './name.ts'
import { accountNames, isListed } from './names.ts'
import { nearest } from './nearest.ts'
import {
  parseAccount,
  parseConfig,
  settingsText,
  type AccountSettings,
  type Config,
  type Isolation,
} from './settings.ts'
import { isInAccount } from './root.ts'
import type { RealHome } from './real-home.ts'

/** An account as it stands on disk. */
export interface Account {
  name: string
  layout: AccountLayout
  settings: AccountSettings
}

/**
 * @param name as it was typed
 * @throws Failure for a bad name, an unknown account (exit 3), or broken settings
 */
export function readAccount(root: string, name: string): Account {
  accountName(name)
  // Spelled exactly: a file system that ignores case would find another account's folder.
  if (!isListed(root, name)) throw noSuchAccount(root, name)
  return readListed(root, name)
}

/**
 * The same for a name from `accountNames`, which is not looked for again: a list of many would look through all for each.
 * @throws Failure when the settings are broken
 */
export function readListed(root: string, name: string): Account {
  const layout = accountLayout(root, name)
  const text = readText(layout.settings)
  if (text === undefined)
    throw new Failure(`${layout.settings} is missing`, `put it back, or move ${layout.folder} away`)
  const settings = parseAccount(text, layout.settings)
  const inPlace = settings.codexHome !== undefined
  return { name, layout: inPlace ? accountLayout(root, name, settings.codexHome) : layout, settings }
}

/** Writes an account's settings. */
export function writeAccountSettings({ layout }: Account, { own, ...settings }: AccountSettings): void {
  const text = settingsText({ ...settings, ...(own?.length ? { own } : {}) })
  writeAtomically(layout.settings, text)
}

/** What has become of an account that is no longer there, if that is known. */
export function whatBecameOf(root: string, name: string): string | undefined {
  const forward = isAccountName(name) ? readForward(root, name) : undefined
  if (forward === undefined) return undefined
  return forward.to
    ? `it was renamed to '${forward.to}'`
    : `it was removed; 'swop restore ${name}' brings it back`
}

/** The error for a name that no account has (exit 3). */
export function noSuchAccount(root: string, name: string): Failure {
  return new Failure(`there is no account '${name}'`, hintFor(root, name), exitCodes.noSuchAccount)
}

function hintFor(root: string, name: string): string {
  const twin = accountNames(root).find((other) => other.toLowerCase() === name.toLowerCase())
  if (twin) return `did you mean '${twin}'? Case counts`
  const became = whatBecameOf(root, name)
  if (became) return became
  const meant = nearest(name, accountNames(root))
  if (meant) return `did you mean '${meant}'? 'swop list' shows the accounts`
  return `'swop list' shows the accounts, 'swop add ${name}' makes it`
}

/**
 * @param name as it was typed
 * @param except an account that may have this name: one that is about to have another one
 * @throws Failure when it can't be a name, or is taken in any spelling
 */
export function refuseTaken(root: string, name: string, except?: string): void {
  accountName(name)
  const twin = (other: string) => other !== except && other.toLowerCase() === name.toLowerCase()
  const taken = accountNames(root).find(twin)
  if (taken) throw new Failure(`there is already an account '${taken}'`, 'choose another name')
}

/**
 * Makes the folders and settings of a new account; they appear under its name all at once.
 * @param codexHome a folder of the user's that is to be its CODEX_HOME as it stands
 * @throws Failure when the name is taken (in any spelling), or the folder can't be written
 */
export function createAccount(root: string, name: string, isolation: Isolation, codexHome?: string): Account {
  refuseTaken(root, name)
  const layout = accountLayout(root, name, codexHome)
  const { accounts } = rootLayout(root)
  makePrivateFolder(accounts)
  // A leading dash is no account name, so nothing can take an unfinished folder for an account.
  const unfinished = accountLayout(root, `-new-${process.pid}`)
  const settings: AccountSettings = { version: 1, isolation, ...(codexHome ? { codexHome } : {}) }
  const inside = codexHome === undefined ? unfinished.codexHome : unfinished.home
  try {
    for (const folder of [inside, ...Object.values(unfinished.xdg)]) makePrivateFolder(folder)
    writeAtomically(unfinished.settings, settingsText(settings))
    takeForwardAway(root, name)
    moveEntry(unfinished.folder, layout.folder)
  } catch (error) {
    discard(unfinished.folder)
    throw error
  }
  return { name, layout, settings }
}

/**
 * config.json, or undefined before the first account.
 * @throws Failure when it is broken, or gone although there are accounts: guessing the real home anew could be wrong
 */
export function readConfig(root: string): Config | undefined {
  const { config } = rootLayout(root)
  const text = readText(config)
  if (text !== undefined) return parseConfig(text, config)
  if (!isFolder(rootLayout(root).accounts) || accountNames(root).length === 0) return undefined
  throw new Failure(`${config} is missing, although there are accounts`, 'put it back from a backup')
}

/** What no other installation has. */
export function newSalt(): string {
  return randomBytes(16).toString('hex')
}

/** Replaces config.json. */
export function writeConfig(root: string, config: Config): void {
  writeAtomically(rootLayout(root).config, settingsText(config))
}

/**
 * Makes swop's own folder, unless it is there, and records the real home in it.
 * @param realHome called only when nothing is recorded yet
 */
export function ensureRoot(root: string, realHome: () => RealHome): Config {
  const present = readConfig(root)
  const real = present?.real ?? realHome()
  refusePlace(root, real)
  if (present) return present
  const config: Config = { version: 1, salt: newSalt(), real }
  const paths = rootLayout(root)
  makePrivateFolder(paths.root)
  if (fs.readdirSync(paths.root).length === 0) makePrivate(paths.root)
  for (const folder of [paths.accounts, paths.backups, paths.shell]) makePrivateFolder(folder)
  writeAtomically(paths.config, settingsText(config))
  return config
}

/** Some places would make the account a part of what it is bridged to, or link the login. */
function refusePlace(root: string, real: RealHome): void {
  if (!isFolder(real.home))
    throw new Failure(
      `HOME is ${real.home}, which does not exist`,
      'set HOME to your home folder and try again',
    )
  const all = [real.home, real.codexHome, ...Object.values(real.xdg)]
  const within = all.find(isInAccount)
  if (within)
    throw new Failure(
      `${within} is a folder of an account, not of the real home`,
      'run swop off, or start a new shell, and try again',
    )
  const place = resolved(root)
  const inCodex = [real.codexHome, join(real.home, '.codex')].map(resolved)
  const codexAround = [place, resolved(real.home)].some((path) =>
    inCodex.some((home) => `${path}/`.startsWith(`${home}/`)),
  )
  if (codexAround || all.map(resolved).includes(place)) {
    const hint =
      'swop needs a folder of its own, apart from HOME, the XDG folders and .codex (SWOP_ROOT), and so does codex (CODEX_HOME)'
    throw new Failure(`swop can't live in ${root}`, hint, exitCodes.usage)
  }
}
