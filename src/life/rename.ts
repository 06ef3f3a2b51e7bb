import { takeForwardAway } from '../accounts/forward.ts'
import { accountLayout, rootLayout } from '../accounts/layout.ts'
import { readAccount, refuseTaken } from '../accounts/store.ts'
import { bringInOrder } from '../home/sync.ts'
import { moveAccountFolder } from '../platform/account-folder.ts'
import { withLock } from '../platform/lock.ts'
import { refuseBusy, stopAccountDaemon } from './idle.ts'
import { announce, namedBy, settle, settleFirst, type Named } from './unfinished.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { Account } from '../accounts/store.ts'
import type { Stopped } from '../codex/daemon.ts'
import type { Outcome } from '../home/apply.ts'

/** What was renamed. */
export interface Renamed {
  account: Account
  named: Named
  stopped: Stopped
  outcomes: Outcome[]
}

/**
 * Gives an account another name. Its folder moves in one step, with the login in it; killed at any point, the next run
 * of swop finishes it.
 * @param force also while codex runs under it
 * @throws Failure for an unknown account, a name that is taken, or when codex runs under it; nothing has changed then
 */
export async function renameAccount(
  root: string,
  config: Config,
  { from, to, force }: { from: string; to: string; force: boolean },
  env: Environment,
): Promise<Renamed> {
  const lock = rootLayout(root).lock
  await settleFirst(root)
  const except = from === to ? undefined : from // a change of case is one
  const before = readAccount(root, from)
  refuseTaken(root, to, except)
  if (!force) refuseBusy(before)
  // Not under the lock: a daemon first finishes what it is doing, and every shell would wait for it.
  const stopped = await stopAccountDaemon(root, config, before, env)
  return withLock(lock, async () => {
    const { layout } = readAccount(root, from)
    refuseTaken(root, to, except)
    if (!force) refuseBusy(before)
    const named = namedBy(root, from)
    takeForwardAway(root, to)
    announce(root, { from, to })
    try {
      moveAccountFolder(layout.folder, accountLayout(root, to).folder)
    } finally {
      settle(root)
    }
    const outcomes = await bringInOrder(root, config, to)
    return { account: readAccount(root, to), named, stopped, outcomes }
  })
}
