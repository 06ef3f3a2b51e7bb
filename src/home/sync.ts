import { join } from 'node:path'
import { readAccount, type Account } from '../accounts/store.ts'
import { rootLayout } from '../accounts/layout.ts'
import { planEnv } from '../env/plan.ts'
import { withLock } from '../platform/lock.ts'
import { makePrivateFolder, resolved, writeAtomically } from '../platform/files.ts'
import {
  driftFiles,
  envFiles,
  shellFiles,
  type GeneratedFiles,
  type Installation,
} from '../shell/generated.ts'
import { gitConfigurations, needsCopy } from './git-copies.ts'
import { bridgedFolders } from './bridge.ts'
import { planAccount, reconcile, snapshotAccount, watch, type Reconciliation } from './reconcile.ts'
import type { Config } from '../accounts/settings.ts'
import type { Outcome } from './apply.ts'
import type { Step } from './step.ts'

/** Writes the functions and the baseline's two halves, which all accounts use. */
export function writeShellFiles(root: string, config: Config, installation: Installation): void {
  makePrivateFolder(rootLayout(root).shell)
  write(shellFiles(root, config.real, installation))
}

/**
 * Brings an account in order: its homes, and the files that shells read.
 * @returns what was done, and what was not
 * @throws Failure for an unknown account, broken settings, or when something can't be written
 */
export async function syncAccount(root: string, config: Config, name: string): Promise<Outcome[]> {
  return withLock(rootLayout(root).lock, async () => {
    const task = reconciliation(root, config, readAccount(root, name))
    const { layout, settings } = task.account
    write(envFiles(root, layout, planEnv(root, layout, settings.isolation, config.real)))
    write(driftFiles(layout, watch(task)))
    return reconcile(task) // last: its stamps say that the files above are right, too
  })
}

/** What a sync would do now; changes nothing. */
export function planSync(root: string, config: Config, name: string): Step[] {
  return planAccount(snapshotAccount(reconciliation(root, config, readAccount(root, name))))
}

function reconciliation(root: string, config: Config, account: Account): Reconciliation {
  const { backups, config: settings } = rootLayout(root)
  const { layout } = account
  const { isolation, own = [] } = account.settings
  const copies = isolation === 'overlay' ? gitConfigurations(layout, config.real).filter(needsCopy) : []
  const notBridged = [root, join(config.real.home, '.codex'), ...own, ...copies.map(({ source }) => source)]
  const exceptions = notBridged.map((path) => [path, resolved(path)])
  return {
    account,
    real: config.real,
    bridged: bridgedFolders(layout, isolation, config.real, exceptions, resolved),
    copies: copies.filter(({ source }) => !own.includes(source)),
    config: settings,
    // In the order of time, and apart for processes that run in the same millisecond.
    backups: join(backups, `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}`),
  }
}

function write(files: GeneratedFiles): void {
  for (const [path, text] of files) writeAtomically(path, text)
}
