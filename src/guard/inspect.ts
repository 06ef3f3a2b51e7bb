import { join } from 'node:path'
import { readAccount, type Account } from '../accounts/store.ts'
import { environmentInside } from '../env/inside.ts'
import { planEnv } from '../env/plan.ts'
import { guardOf, hiddenFrom } from '../home/guard-places.ts'
import { planSync } from '../home/sync.ts'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { isFolder } from '../platform/paths.ts'
import { problemIn, readToml } from '../toml/read.ts'
import { verdictOn, type GuardState } from './state.ts'
import { probeSandbox } from './probe.ts'
import { waysOut } from './ways-out.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'

/**
 * Finds out how an account's guard stands: by its settings, and by a command that codex runs in its sandbox, which tries
 * to open what is hidden (nothing is read).
 * @throws Failure for an unknown account, or broken settings
 */
export async function inspectGuard(
  root: string,
  config: Config,
  name: string,
  env: Environment,
): Promise<GuardState> {
  const account = readAccount(root, name)
  const { layout, settings } = account
  if (!settings.guard)
    return { account: name, guard: 'off', denied: [], notes: [], problems: [], switches: [] }
  const { real } = config
  const hidden = hiddenFrom(account, root, real)
  const base = readText(join(real.codexHome, 'config.toml'))
  const guard = guardOf(hidden, base, settings.overrides ?? {})
  const stale = isStale(root, config, account)
  const out = waysOut(real.codexHome, tableIn(account) ?? {})
  const canTry = guard.problem === undefined && isFolder(layout.codexHome)
  const login = join(real.codexHome, 'auth.json')
  const inside = environmentInside(env, planEnv(root, layout, settings.isolation, real))
  makePrivateFolder(layout.xdg.cache)
  const probe = canTry ? await probeSandbox(inside, layout.xdg.cache, [...hidden.folders, login]) : undefined
  return verdictOn({ account: name, guard, stale, out, probe })
}

function isStale(root: string, config: Config, { name, layout }: Account): boolean {
  const path = join(layout.codexHome, 'config.toml')
  try {
    return planSync(root, config, name).some((step) => step.path === path)
  } catch (error) {
    if (error instanceof Failure) return true
    throw error
  }
}

function tableIn({ layout }: Account) {
  const text = readText(join(layout.codexHome, 'config.toml'))
  return text === undefined || problemIn(text) ? undefined : readToml(text)
}
