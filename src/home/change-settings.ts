import { rootLayout } from '../accounts/layout.ts'
import { parseAccount, parseConfig, settingsText } from '../accounts/settings.ts'
import { readAccount, type Account } from '../accounts/store.ts'
import { Failure } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { withLock } from '../platform/lock.ts'
import { refuseShares, shareChoices } from './choices.ts'
import type { AccountSettings, Config } from '../accounts/settings.ts'
import type { Table } from '../toml/table.ts'

/** A settings file: config.json, or an account's. */
export interface SettingsFile {
  path: string
  /** where it is edited */
  draft: string
  /** undefined for config.json */
  account: Account | undefined
}

/**
 * @param name the account; undefined for config.json
 * @throws Failure for an unknown account
 */
export function settingsFile(root: string, name: string | undefined): SettingsFile {
  const account = name === undefined ? undefined : readAccount(root, name)
  const { config, draft } = rootLayout(root)
  return account
    ? { path: account.layout.settings, draft: account.layout.draft, account }
    : { path: config, draft, account }
}

/**
 * Replaces a settings file, if it says what settings may say.
 * @param change from the text that is there to the new one; undefined leaves it
 * @returns whether it has changed
 * @throws Failure when it may not
 */
export async function changeSettings(
  root: string,
  config: Config,
  file: SettingsFile,
  change: (text: string) => string | undefined,
): Promise<boolean> {
  return withLock(rootLayout(root).lock, async () => {
    const before = readText(file.path) ?? ''
    const after = change(before)
    if (after === undefined || after === before) return false
    refuseSettings(root, config, file, after)
    writeAtomically(file.path, after)
    return true
  })
}

/** The text of settings, in the order that they had. */
export function textOf(settings: Table): string {
  return settingsText(settings as AccountSettings | Config)
}

/**
 * Refuses a text that a settings file can't have.
 * @throws Failure that names the file and the setting
 */
export function refuseSettings(
  root: string,
  config: Config,
  { path, account }: SettingsFile,
  text: string,
): void {
  const parsed = account ? parseAccount(text, path) : parseConfig(text, path)
  const known = new Set(Object.keys(parsed))
  const unknown = Object.keys(JSON.parse(text) as object).find((key) => !known.has(key))
  if (unknown !== undefined)
    throw new Failure(`${path} has an unknown setting: ${unknown}`, 'swop config schema says which there are')
  if (account) shareChoices(root, config, { ...account, settings: parsed as AccountSettings })
  else refuseShares((parsed as Config).share, path)
}
