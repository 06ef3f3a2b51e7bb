import fs from 'fs-extra'
import { Failure, exitCodes, systemCode } from '../platform/failure.ts'
import { discard, moveEntry } from '../platform/entries.ts'
import { cannot, makePrivateFolder, readText, writeAtomically } from '../platform/files.ts'
import { accountLayout, rootLayout, type AccountLayout } from './layout.ts'
import { accountName, isAccountName } from './name.ts'
import {
  parseAccount,
  parseConfig,
  settingsText,
  type AccountSettings,
  type Config,
  type Isolation,
} from './settings.ts'
import type { RealHome } from './real-home.ts'

/** An account as it stands on disk. */
export interface Account {
  name: string
  layout: AccountLayout
  settings: AccountSettings
}

/** The names of all accounts, sorted; also of those whose settings are broken. */
export function accountNames(root: string): string[] {
  const { accounts } = rootLayout(root)
  try {
    const entries = fs.readdirSync(accounts, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && isAccountName(entry.name))
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw cannot('read', accounts, error)
  }
}

/**
 * @param name as it was typed
 * @throws Failure for a bad name, an unknown account (exit 3), or broken settings
 */
export function readAccount(root: string, name: string): Account {
  const layout = accountLayout(root, accountName(name))
  // Spelled exactly: a file system that ignores case would find another account's folder.
  if (!accountNames(root).includes(name)) throw noSuchAccount(root, name)
  const text = readText(layout.settings)
  if (text === undefined)
    throw new Failure(`${layout.settings} is missing`, `put it back, or move ${layout.folder} away`)
  return { name, layout, settings: parseAccount(text, layout.settings) }
}

/** The error for a name that no account has (exit 3). */
export function noSuchAccount(root: string, name: string): Failure {
  const twin = accountNames(root).find((other) => other.toLowerCase() === name.toLowerCase())
  const hint = twin
    ? `did you mean '${twin}'? Case counts`
    : `'swop list' shows the accounts, 'swop add ${name}' makes it`
  return new Failure(`there is no account '${name}'`, hint, exitCodes.noSuchAccount)
}

/**
 * Makes the folders and settings of a new account; they appear under its name all at once.
 * @throws Failure when the name is taken (in any spelling), or the folder can't be written
 */
export function createAccount(root: string, name: string, isolation: Isolation): Account {
  const layout = accountLayout(root, accountName(name))
  const taken = accountNames(root).find((other) => other.toLowerCase() === name.toLowerCase())
  if (taken) throw new Failure(`there is already an account '${taken}'`, 'choose another name')
  const { accounts } = rootLayout(root)
  makePrivateFolder(accounts)
  // A leading dash is no account name, so nothing can take an unfinished folder for an account.
  const unfinished = accountLayout(root, `-new-${process.pid}`)
  const settings: AccountSettings = { version: 1, isolation }
  try {
    for (const folder of [unfinished.codexHome, ...Object.values(unfinished.xdg)]) makePrivateFolder(folder)
    writeAtomically(unfinished.settings, settingsText(settings))
    moveEntry(unfinished.folder, layout.folder)
  } catch (error) {
    discard(unfinished.folder)
    throw error
  }
  return { name, layout, settings }
}

/** config.json, or undefined before the first account. */
export function readConfig(root: string): Config | undefined {
  const { config } = rootLayout(root)
  const text = readText(config)
  return text === undefined ? undefined : parseConfig(text, config)
}

/**
 * Makes swop's own folder, unless it is there, and records the real home in it.
 * @param realHome called only when nothing is recorded yet
 */
export function ensureRoot(root: string, realHome: () => RealHome): Config {
  const present = readConfig(root)
  if (present) return present
  const real = realHome()
  if (!fs.existsSync(real.home)) {
    throw new Failure(
      `HOME is ${real.home}, which does not exist`,
      'set HOME to your home folder and try again',
    )
  }
  const config: Config = { version: 1, real }
  const paths = rootLayout(root)
  makePrivateFolder(paths.root)
  for (const folder of [paths.accounts, paths.backups, paths.shell]) makePrivateFolder(folder)
  writeAtomically(paths.config, settingsText(config))
  return config
}
