import { join } from 'node:path'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig, type Account } from '../accounts/store.ts'
import { codexProcesses, type CodexProcess } from '../codex/processes.ts'
import { findCodex } from '../codex/program.ts'
import { baselineOf } from '../env/baseline.ts'
import { planSync } from '../home/sync.ts'
import { observePlaces } from '../setup/observe.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { ghostNames } from './ghosts.ts'
import { inspectLogins } from '../status/inspect.ts'
import { Failure } from '../platform/failure.ts'
import { once, remembered } from '../platform/memo.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { Step } from '../home/step.ts'
import type { Installation } from '../shell/generated.ts'
import type { Facts } from '../status/facts.ts'

/** What all checks look at; whatever costs anything is looked at once, and only if a check asks for it. */
export interface Machine {
  root: string
  /** of this shell */
  env: Environment
  /** the same with no account active */
  baseline: Environment
  installation: Installation
  now: Date
  /** the names of the accounts that are looked at, also of those whose settings are broken */
  names: readonly string[]
  /** undefined before the first account, and when it is broken, which is the settings check's business */
  config: Config | undefined
  /** those of `names` whose settings can be read */
  accounts: readonly Account[]
  /** the user's codex; undefined when there is none */
  codex: string | undefined
  /** the base codex home, if it is known */
  base: string | undefined
  /** of every account and the real home, not only of `names`: logins are compared */
  logins: () => readonly Facts[]
  processes: () => readonly CodexProcess[]
  /** where zsh has its rc files; zsh is asked, since .zshenv may say so without exporting it */
  zshFolder: () => Promise<string>
  /** what a sync of an account would do now */
  plan: (name: string) => readonly Step[]
}

/**
 * @param names accounts; all of them when none is named
 * @throws Failure for an unknown account
 */
export function machineOf(
  root: string,
  env: Environment,
  installation: Installation,
  names: readonly string[],
): Machine {
  const ghosts = ghostNames(root)
  const chosen = names.length > 0 ? names : accountNames(root).filter((name) => !ghosts.includes(name))
  const config = unlessBroken(() => readConfig(root))
  const baseline = baselineOf(env)
  return {
    root,
    env,
    baseline,
    installation,
    now: new Date(),
    names: chosen,
    config,
    accounts: chosen
      .map((name) => unlessBroken(() => readAccount(root, name)))
      .filter((account) => account !== undefined),
    codex: unlessBroken(() => findCodex(env)),
    base: config?.real.codexHome ?? baseline.CODEX_HOME ?? (baseline.HOME && join(baseline.HOME, '.codex')),
    logins: once(() => inspectLogins(root, env)),
    processes: once(codexProcesses),
    zshFolder: once(async () => {
      const real = config?.real ?? realHomeOf(baseline)
      return (await observePlaces(real, baseline)).zsh
    }),
    plan: remembered((name) => (config ? planSync(root, config, name) : [])),
  }
}

function unlessBroken<Result>(look: () => Result): Result | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
