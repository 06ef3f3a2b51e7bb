import { join } from 'node:path'
import { realHomeOf } from '../accounts/real-home.ts'
import { rootLayout } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { environmentInside } from '../env/inside.ts'
import { planEnv } from '../env/plan.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { isFolder } from '../platform/paths.ts'
import type { Environment } from '../accounts/root.ts'
import type { Usage } from './usage.ts'

/** What the real home's own login is called in lists; no account can have this name. */
export const realLogin = 'default'

/** Somebody whose codex can be asked. */
export interface Subject {
  name: string
  /** what its codex runs in */
  env: Environment
  codexHome: string
  /** where its last answer is kept; undefined where swop has no folder of its own yet */
  cache: string | undefined
}

/** Somebody who can't be asked, and what there is to say all the same. */
export interface Unfit {
  name: string
  usage: Usage
}

/**
 * @param names as they were typed; none for all accounts, and the real home's own login
 * @throws Failure for a name that no account has (exit 3)
 */
export function subjectsOf(root: string, env: Environment, names: readonly string[]): (Subject | Unfit)[] {
  const wanted = names.length > 0 ? [...new Set(names)] : [...accountNames(root), realLogin]
  return wanted.map((name) => (name === realLogin ? realSubject(root, env) : accountSubject(root, env, name)))
}

/** One broken account does not hide the others. */
function accountSubject(root: string, env: Environment, name: string): Subject | Unfit {
  try {
    const { layout, settings } = readAccount(root, name)
    const { codexHome } = layout
    if (!isFolder(codexHome)) throw new Failure(`${codexHome} is missing`, `run swop sync ${name}`)
    const real = readConfig(root)?.real ?? realHomeOf(baselineOf(env))
    const inside = environmentInside(env, planEnv(root, layout, settings.isolation, real))
    return { name, env: inside, codexHome, cache: layout.usage }
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== exitCodes.failed) throw error
    return unfit(name, error)
  }
}

function realSubject(root: string, env: Environment): Subject | Unfit {
  const baseline = baselineOf(env)
  const codexHome = realHomeOf(baseline).codexHome
  if (!isFolder(codexHome)) {
    // codex makes `~/.codex` when it is first used, but no folder that CODEX_HOME names.
    if (!baseline.CODEX_HOME) return { name: realLogin, usage: { state: 'logged-out' } }
    return unfit(realLogin, new Failure(`there is no ${codexHome}`, 'make it, or unset CODEX_HOME'))
  }
  const cache = isFolder(root) ? rootLayout(root).usage : undefined
  return { name: realLogin, env: baseline, codexHome, cache }
}

function unfit(name: string, { message, hint }: Failure): Unfit {
  return { name, usage: { state: 'failed', message, hint } }
}

/** Where codex keeps a login, unless config.toml says otherwise; only looked at for when it last changed. */
export function loginFile({ codexHome }: Subject): string {
  return join(codexHome, 'auth.json')
}
