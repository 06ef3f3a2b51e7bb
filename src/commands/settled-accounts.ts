import { accountLayout } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { syncAccount } from '../home/sync.ts'
import { busyCodex, processList, stopAccountDaemon } from '../life/idle.ts'
import { Failure } from '../platform/failure.ts'
import { printFailure } from '../ui/funnel.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { printNote } from '../ui/print.ts'
import { noteStopped } from './stopped.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'

/** @throws Failure when codex is at work under an account: it would lose its home */
export function refuseRunning(root: string): void {
  for (const name of accountNames(root)) {
    const busy = busyCodex(codexHomeOf(root, name))
    if (busy.length > 0)
      throw new Failure(`codex is running under '${name}': ${processList(busy)}`, 'end it, and try again')
  }
}

/** Whether codex is at work under one of the accounts. */
export function isRunning(root: string): boolean {
  return accountNames(root).some((name) => busyCodex(codexHomeOf(root, name)).length > 0)
}

/** Of an account with broken settings, too. */
function codexHomeOf(root: string, name: string): string {
  try {
    return readAccount(root, name).layout.codexHome
  } catch {
    return accountLayout(root, name).codexHome
  }
}

/**
 * What was made in the accounts goes to the real home, and their daemons end. What does not work is said, and is no
 * reason to keep an account: all of it is in the backup.
 */
export async function settleAccounts(root: string, env: Environment): Promise<void> {
  const config = readConfig(root)
  if (config === undefined) return
  for (const name of accountNames(root)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
      await settleAccount(root, config, name, env)
    } catch (error) {
      printFailure(error, false, false)
    }
  }
}

async function settleAccount(root: string, config: Config, name: string, env: Environment): Promise<void> {
  const account = readAccount(root, name)
  printOutcomes(await syncAccount(root, config, name), { quiet: true })
  noteStopped(await stopAccountDaemon(root, config, account, env))
  if (account.settings.codexHome)
    printNote(`The codex home of ${name} stays where it is: ${account.settings.codexHome}`)
}
