import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRoot } from '../accounts/root.ts'
import {
  refuseSetting,
  settingPath,
  shownValue,
  typedValue,
  withSetting,
  withoutSetting,
} from '../accounts/setting.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { changeSettings, settingsFile, textOf } from '../home/change-settings.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { leaves, valueAt, type Table } from '../toml/table.ts'
import { keyText } from '../toml/text.ts'
import { printData } from '../ui/print.ts'
import { table } from '../ui/table.ts'
import { editSettings } from './config-edit.ts'
import { settle } from './settle.ts'
import type { Config } from '../accounts/settings.ts'
import type { Command } from '../ui/command.ts'

const actions = ['get', 'set', 'unset', 'edit', 'schema'] as const

interface Options {
  action: (typeof actions)[number]
  key?: string | undefined
  value?: string | undefined
  account?: string | undefined
  json: boolean
}

/** `swop config get|set|unset|edit|schema`: the settings of all accounts, or of one. */
export const config: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('action', { choices: actions, demandOption: true, describe: 'what to do' })
      .positional('key', { type: 'string', describe: 'such as share.AGENTS.md or overrides.model' })
      .positional('value', { type: 'string', describe: 'a text, or JSON' })
      .option('account', { type: 'string', describe: 'the account; without it, for all of them' })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
      .example('swop config set --account work share.AGENTS.md own', 'other instructions for one account')
      .example('swop config set --account work overrides.model gpt-5.1', 'another model for one account')
      .example('swop config edit --account work', 'in your editor, checked before it counts') as never,

  run: async ({ action, key, value, account, json }, { env }) => {
    if (action === 'schema') return printSchema(account)
    const root = findRoot(env)
    if (account !== undefined) readAccount(root, account)
    const all = readConfig(root)
    if (all === undefined) throw new Failure('there are no accounts yet', "make one: 'swop add <name>'")
    const { salt: _, ...shown } = all // nobody sets it, and with it the marks of logins could be tried out
    const settings: Table = account === undefined ? shown : readAccount(root, account).settings
    if (action === 'get') return get(settings, key, json)
    const changed =
      action === 'edit'
        ? await editSettings(root, all, settingsFile(root, account), env)
        : await change(root, all, { action, key, value, account })
    return changed ? settle(root, account === undefined ? accountNames(root) : [account]) : exitCodes.done
  },
}

function get(settings: Table, key: string | undefined, json: boolean): ExitCode {
  const value = key === undefined ? settings : valueAt(settings, settingPath(key))
  if (value === undefined)
    throw new Failure(`${key} is not set`, "'swop config get' prints what is; else the share map counts")
  if (json) printData(`${JSON.stringify(value, null, 2)}\n`)
  else if (key !== undefined) printData(`${shownValue(value)}\n`)
  else printData(table(leaves(settings).map((path) => [nameOf(path), shownValue(valueAt(settings, path))])))
  return exitCodes.done
}

/** As it would be typed. */
function nameOf(path: readonly string[]): string {
  return path[0] === 'share' ? path.join('.') : keyText(path)
}

async function change(
  root: string,
  config: Config,
  { action, key, value, account }: Pick<Options, 'action' | 'key' | 'value' | 'account'>,
): Promise<boolean> {
  if (key === undefined || (action === 'set') !== (value !== undefined)) {
    const usage = action === 'set' ? 'set <key> <value>' : 'unset <key>'
    throw new Failure(
      `wrong usage of 'swop config ${action}'`,
      `it is: swop config ${usage}`,
      exitCodes.usage,
    )
  }
  const path = settingPath(key)
  refuseSetting(path, account, action === 'unset')
  const next = (settings: Table) =>
    value === undefined ? withoutSetting(settings, path) : withSetting(settings, path, typedValue(value))
  const changed = await changeSettings(root, config, settingsFile(root, account), (text) => {
    const settings = next(JSON.parse(text) as Table)
    return settings && textOf(settings)
  }).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error
    const hint = "nothing has changed; 'swop config schema' says what settings can be"
    throw new Failure(
      `${key} can't be ${value === undefined ? 'unset' : 'set to that'}: ${error.message}`,
      hint,
      exitCodes.usage,
    )
  })
  const state = value === undefined ? 'not set' : value
  printData(`${key} ${changed ? 'is now' : 'was already'} ${state} for ${account ?? 'all accounts'}.\n`)
  return changed
}

/** The JSON schema, which the build has made. */
function printSchema(account: string | undefined): ExitCode {
  const name = account === undefined ? 'config.json' : 'account.json'
  printData(readFileSync(join(import.meta.dirname, 'schema', name), 'utf8'))
  return exitCodes.done
}
