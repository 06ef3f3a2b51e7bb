import { newBackup, rootLayout } from '../accounts/layout.ts'
import { readAccountAnyhow } from '../accounts/salvage.ts'
import { readAccount, readConfig, type Account } from '../accounts/store.ts'
import { canActivate } from '../env/evaluated.ts'
import { bringInOrder } from '../home/sync.ts'
import { moveAccountFolder } from '../platform/account-folder.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import { noteBackup } from '../platform/manifest.ts'
import { refuseBusy, stopAccountDaemon } from './idle.ts'
import { announce, namedBy, settle, settleFirst, type Named } from './unfinished.ts'
import type { AccountNote } from '../backups/record.ts'
import type { BackupLayout } from '../accounts/layout.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { Stopped } from '../codex/daemon.ts'
import type { Outcome } from '../home/apply.ts'

/** What was removed. */
export interface Removed {
  account: Account
  backup: BackupLayout
  named: Named
  stopped: Stopped
  /** what the last sync did, and what it had to leave */
  outcomes: Outcome[]
}

/**
 * @param force also with broken settings: what can't be used must not be in the way for good
 * @throws Failure for an unknown account, and for broken settings
 */
export function accountToRemove(root: string, name: string, force: boolean): Account {
  if (force) return readAccountAnyhow(root, name)
  try {
    return readAccount(root, name)
  } catch (error) {
    throw error instanceof Failure && error.exitCode === exitCodes.failed ? orByForce(error, name) : error
  }
}

/**
 * Moves an account to backups/, whole, after bringing what is new in its home to the real one. Never touches its login.
 * Killed at any point, the next run of swop finishes it.
 * @param force also while codex runs under it, and when it can't be brought in order
 * @throws Failure for an unknown account, or when codex runs under it; nothing has changed then
 */
export async function removeAccount(
  root: string,
  config: Config,
  { name, force }: { name: string; force: boolean },
  env: Environment,
): Promise<Removed> {
  const lock = rootLayout(root).lock
  await settleFirst(root)
  const account = accountToRemove(root, name, force)
  if (!force) refuseBusy(account)
  // Not under the lock: a daemon first finishes what it is doing, and every shell would wait for it.
  const stopped = await stopAccountDaemon(root, config, account, env)
  return withLock(lock, async () => {
    const { layout } = accountToRemove(root, name, force)
    if (!force) refuseBusy(account)
    const outcomes = await lastSync(root, readConfig(root) ?? config, name, force)
    const named = namedBy(root, name)
    const backup = newBackup(root, name)
    const note: AccountNote = {
      what: 'account',
      name,
      from: layout.folder,
      why: 'removed',
      bindings: named.folders,
      default: named.isDefault,
    }
    noteBackup(backup.folder, note)
    announce(root, { from: name, backup: backup.id })
    try {
      moveAccountFolder(layout.folder, backup.account)
    } finally {
      settle(root)
    }
    return { account, backup, named, stopped, outcomes }
  })
}

/** What is new in the account's home is the person's, not the account's. */
async function lastSync(root: string, config: Config, name: string, force: boolean): Promise<Outcome[]> {
  // As it is in order, not even a time in it changes: it can come back byte for byte.
  if (canActivate(root, name, undefined)) return []
  try {
    return await bringInOrder(root, config, name)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (force) return []
    throw orByForce(error, name)
  }
}

function orByForce({ message, hint, exitCode }: Failure, name: string): Failure {
  return new Failure(message, `${hint}; or remove it as it is: swop remove ${name} --force`, exitCode)
}
