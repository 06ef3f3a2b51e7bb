import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { environmentInside } from '../env/inside.ts'
import { planEnv } from '../env/plan.ts'
import { probeSandbox } from '../guard/probe.ts'
import { readText } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { title } from '../status/sentences.ts'
import type { Account } from '../accounts/store.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

/**
 * Whether a command that codex runs under an account can read another's login: tried in codex's own sandbox. By default it
 * can (codex.md, section 9), and that is no fault; it is one where a permission profile denies logins, or swop's folder.
 */
export const sandbox: Check = {
  name: 'sandbox',
  looksAt: "other logins, from codex's sandbox, under accounts whose permission profile denies some",
  inspect: async (machine) => {
    // What swop itself has put there is guard.ts's business.
    const guarded = machine.accounts.filter(
      ({ layout, settings }) =>
        !settings.guard && isMeantToGuard(join(layout.codexHome, 'config.toml'), machine.root),
    )
    const findings = await Promise.all(guarded.map((account) => tryUnder(account, machine)))
    return findings.flat()
  },
}

async function tryUnder({ name, layout, settings }: Account, machine: Machine): Promise<Finding[]> {
  const { codex, config, root, env, logins } = machine
  if (codex === undefined || config === undefined) return []
  const others = logins()
    .filter((facts) => facts.name !== name && facts.codexHome !== '')
    .map((facts) => ({ whose: title(facts), path: join(facts.codexHome, 'auth.json') }))
    .filter(({ path }) => existsSync(path))
  if (others.length === 0) return []
  const inside = environmentInside(env, planEnv(root, layout, settings.isolation, config.real))
  makePrivateFolder(layout.xdg.cache)
  const paths = others.map(({ path }) => path)
  const { readable, problem } = await probeSandbox(inside, layout.xdg.cache, paths)
  if (problem !== undefined) {
    return [
      {
        account: name,
        found: `codex's sandbox does not run a command: ${problem}`,
        why: 'what the permission profile keeps from commands can not be tried',
        todo: `swop run ${name} -- codex sandbox -- true`,
      },
    ]
  }
  return others
    .filter(({ path }) => readable.includes(path))
    .map(({ whose, path }) => ({
      account: name,
      found: `a command that codex runs can read the login of ${whose} (${path})`,
      why: 'the permission profile of the account does not keep it from that',
      todo: 'deny the folder of that account in the profile (default_permissions in config.toml)',
    }))
}

/** Whether a permission profile is in force, and one of the profiles denies something that has to do with logins. */
function isMeantToGuard(path: string, root: string): boolean {
  try {
    const config = parse(readText(path) ?? '')
    if (typeof config.default_permissions !== 'string') return false
    return deniedPaths(config.permissions).some(
      (each) => each.includes('auth.json') || each.startsWith(`${root}/`),
    )
  } catch {
    return false // the config check says so
  }
}

/** Every key with the value "deny", however deep: the tables of a profile are codex's business. */
function deniedPaths(table: unknown): string[] {
  if (typeof table !== 'object' || table === null) return []
  return Object.entries(table).flatMap(([key, value]) => (value === 'deny' ? [key] : deniedPaths(value)))
}
