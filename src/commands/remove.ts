import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { readConfig, noSuchAccount, type Account } from '../accounts/store.ts'
import { busyCodex, processList, refuseBusy } from '../life/idle.ts'
import { keyringNote } from '../life/keyring.ts'
import { loginTask, presentLogin } from '../life/login-task.ts'
import { logOut, logoutMeaning } from '../life/logout.ts'
import { accountToRemove, removeAccount } from '../life/removal.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { agrees, canAsk } from '../ui/ask.ts'
import { printData, printNote } from '../ui/print.ts'
import { settleGuarded } from './guarded.ts'
import { noteStopped } from './stopped.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  logout: boolean
  force: boolean
  yes: boolean
}

/** `swop remove <account>`: moves it to backups/, from where `swop restore` brings it back. */
export const remove: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .option('logout', {
        type: 'boolean',
        default: false,
        describe: 'also log it out, which revokes the login at the server',
      })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'also while codex runs under it, or as it is',
      })
      .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'do not ask' })
      .example('swop remove work', 'the login stays valid, and lies in backups/')
      .example('swop remove work --logout --yes', 'and revoke its login, in a script'),

  run: async ({ name, logout, force, yes }, { env }) => {
    const root = findRoot(env)
    const config = readConfig(root)
    if (config === undefined) throw noSuchAccount(root, accountName(name))
    const account = accountToRemove(root, name, force)
    if (!force) refuseBusy(account)
    const task = logout ? loginTask(root, name, env) : undefined
    if (task) printNote(`${logoutMeaning(name, presentLogin(task))}.`)
    if (!yes && !(await isWanted(account))) {
      printNote('Nothing was changed.')
      return exitCodes.failed
    }
    if (task) await logOut(task)
    const { backup, named, stopped, outcomes } = await removeAccount(root, config, { name, force }, env)
    printData(`Removed account ${name}; it lies in ${backup.folder}\n`)
    noteStopped(stopped)
    await settleGuarded(root)
    const left = outcomes.filter(({ failure, outcome }) => failure || outcome === 'left')
    for (const { path, failure, why } of left)
      printNote(`swop: not moved to the real home: ${path}: ${failure?.message ?? why}; it is in the backup`)
    for (const folder of named.folders) printNote(`${folder} is no longer bound to an account.`)
    if (named.isDefault) printNote('New shells start without an account.')
    if (account.settings.codexHome)
      printNote(`Its codex home stays where it is: ${account.settings.codexHome}`)
    printNote(`Shells that have it active: run swop off there. To get it back: swop restore ${name}`)
    return exitCodes.done
  },
}

/** Asks, after saying what there is to know. */
async function isWanted(account: Account): Promise<boolean> {
  const { name, layout } = account
  if (!canAsk())
    throw new Failure('there is no terminal to ask on', `say it: swop remove ${name} --yes`, exitCodes.usage)
  const busy = busyCodex(layout.codexHome)
  if (busy.length > 0) printNote(`codex is running under it, and loses its home: ${processList(busy)}`)
  const keyring = keyringNote(account)
  if (keyring) printNote(`${keyring}.`)
  return agrees(`Move account ${name} to backups?`)
}
