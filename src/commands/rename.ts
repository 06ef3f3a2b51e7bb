import { findRoot } from '../accounts/root.ts'
import { readAccount, readConfig, noSuchAccount } from '../accounts/store.ts'
import { keyringNote } from '../life/keyring.ts'
import { renameAccount } from '../life/rename.ts'
import { printData, printNote } from '../ui/print.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { settleGuarded } from './guarded.ts'
import { noteStopped } from './stopped.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  old: string
  new: string
  force: boolean
}

/** `swop rename <old> <new>`: another name for an account, which keeps its login. */
export const rename: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('old', { type: 'string', demandOption: true, describe: "an account's name" })
      .positional('new', { type: 'string', demandOption: true, describe: 'its new name' })
      .option('force', { type: 'boolean', default: false, describe: 'also while codex runs under it' })
      .example('swop rename work client-a', 'bindings and the default account follow')
      .example('swop rename private home --force', 'also while codex runs under it'),

  run: async ({ old: from, new: to, force }, { env }) => {
    const root = findRoot(env)
    const config = readConfig(root)
    if (config === undefined) throw noSuchAccount(root, from)
    const keyring = keyringNote(readAccount(root, from))
    const { named, stopped, outcomes } = await renameAccount(root, config, { from, to, force }, env)
    const code = printOutcomes(outcomes, { quiet: true })
    await settleGuarded(root, to)
    printData(`Renamed account ${from} to ${to}.\n`)
    noteStopped(stopped)
    for (const folder of named.folders) printNote(`${folder} is bound to ${to} now.`)
    if (named.isDefault) printNote(`New shells start on ${to}.`)
    if (keyring) printNote(`swop: ${keyring}; log in again: codex login, under ${to}`)
    printNote(
      `Shells that have it active: run swop use ${to} there. An .envrc that names ${from} needs the new name.`,
    )
    return code
  },
}
