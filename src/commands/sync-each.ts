import { accountNames } from '../accounts/names.ts'
import { writeNames } from '../accounts/names-list.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { baseNames } from '../home/base-names.ts'
import { writeShellFiles } from '../home/common.ts'
import { planSync, syncAccount } from '../home/sync.ts'
import { Failure } from '../platform/failure.ts'
import { settleFirst } from '../life/unfinished.ts'
import { printFailure } from '../ui/funnel.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Config } from '../accounts/settings.ts'
import type { Context } from '../ui/command.ts'
import type { Done } from '../ui/outcomes.ts'

interface Task {
  names: readonly string[]
  dryRun: boolean
  installation: Context['installation']
}

/**
 * Brings accounts in order, or plans it, one after the other.
 * @returns no real home where there is no account yet
 * @throws Failure for a wrong name or broken settings of one that is named: then nothing has changed
 */
export async function syncEach(
  root: string,
  { names, dryRun, installation }: Task,
): Promise<{ real: RealHome | undefined; accounts: AsyncIterable<Done> | Done[] }> {
  for (const name of names) readAccount(root, name)
  const config = readConfig(root)
  if (config === undefined) return { real: undefined, accounts: [] }
  if (!dryRun) {
    await settleFirst(root)
    writeShellFiles(root, config, installation)
    writeNames(root)
  }
  return { real: config.real, accounts: inTurn(root, config, names, dryRun) }
}

async function* inTurn(
  root: string,
  config: Config,
  names: readonly string[],
  dryRun: boolean,
): AsyncGenerator<Done> {
  let base = baseNames()
  for (const name of names.length > 0 ? names : accountNames(root)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
      const steps = dryRun ? planSync(root, config, name) : await syncAccount(root, config, name, base)
      // what was new in one account has moved to the base codex home
      if (steps.some(({ outcome }) => outcome === 'change')) base = baseNames()
      yield { account: name, steps }
    } catch (error) {
      // the other accounts are not to suffer from it
      const exitCode = printFailure(error, false, false)
      yield { account: name, steps: [], exitCode, ...(error instanceof Failure ? { error } : {}) }
    }
  }
}
