import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { withSetting, withoutSetting } from '../accounts/setting.ts'
import { inspectGuard } from '../guard/inspect.ts'
import { guardReport, limits } from '../guard/report.ts'
import { changeSettings, settingsFile, textOf } from '../home/change-settings.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import { settle } from './settle.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { GuardState } from '../guard/state.ts'
import type { Table } from '../toml/table.ts'
import type { Command } from '../ui/command.ts'

const actions = ['on', 'off', 'status'] as const

interface Options {
  action: (typeof actions)[number]
  account?: string | undefined
  json: boolean
}

/** `swop guard on|off|status [account]`: hides the other accounts' logins from the commands that codex runs. */
export const guard: Command<Options> = {
  options: (yargs) =>
    yargs
      .usage(
        `$0 guard <action> [account]\n\nHide other accounts' logins from commands that codex runs in its sandbox under an account, and the base codex home's, too. ${limits}`,
      )
      .positional('action', { choices: actions, demandOption: true, describe: 'what to do' })
      .positional('account', { type: 'string', describe: 'the account; without it, all of them' })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
      .example('swop guard on work', "commands under work can't read other accounts' logins")
      .example(
        'swop guard status',
        'what is denied, and what defeats it; exits with 4 if it does not hold',
      ) as never,

  run: async ({ action, account, json }, { env }) => {
    const root = findRoot(env)
    if (account !== undefined) readAccount(root, account)
    const config = readConfig(root)
    if (config === undefined) throw new Failure('there are no accounts yet', "make one: 'swop add <name>'")
    const isOn = action === 'on'
    if (isOn && account !== undefined) refuseInPlace(root, account)
    const all = accountNames(root)
    const leftOut = isOn ? all.filter((name) => inPlace(root, name) !== undefined) : []
    const names = account === undefined ? all.filter((name) => !leftOut.includes(name)) : [account]
    if (account === undefined)
      for (const name of leftOut)
        printNote(`${name} is left out: it has a codex home of its own, in which swop writes nothing`)
    if (action === 'status') return status(root, config, names, json, env)
    for (const name of names) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they share a lock
      await changeSettings(root, config, settingsFile(root, name), (text) => changed(text, isOn))
    }
    const code = await settle(root, names)
    if (isOn) {
      if (!json) printNote(limits)
      return (await status(root, config, names, json, env)) || code
    }
    if (json) await status(root, config, names, json, env)
    else for (const name of names) printData(`${name}: off\n`)
    return code
  },
}

function changed(text: string, isOn: boolean): string | undefined {
  const settings = JSON.parse(text) as Table
  const next = isOn ? withSetting(settings, ['guard'], true) : withoutSetting(settings, ['guard'])
  return next && textOf(next)
}

/** Its config.toml is the user's own file, which swop does not write. */
function refuseInPlace(root: string, name: string): void {
  const codexHome = inPlace(root, name)
  if (codexHome !== undefined)
    throw new Failure(
      `${name} has a codex home of its own in ${codexHome}, in which swop writes nothing`,
      'the guard is for the other accounts; name one: swop guard on <account>',
    )
}

function inPlace(root: string, name: string): string | undefined {
  return readAccount(root, name).settings.codexHome
}

async function status(
  root: string,
  config: Config,
  names: readonly string[],
  json: boolean,
  env: Environment,
): Promise<ExitCode> {
  const states: GuardState[] = []
  // oxlint-disable-next-line no-await-in-loop -- sandboxes one after the other
  for (const name of names) states.push(await inspectGuard(root, config, name, env))
  printData(json ? `${JSON.stringify(states, null, 2)}\n` : guardReport(states))
  return states.some((state) => state.guard === 'open') ? exitCodes.drift : exitCodes.done
}
