import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { isIgnoredInDotenv } from '../codex/environment.ts'
import { loginVariables } from '../codex/variables.ts'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { some, type Check, type Finding } from './check.ts'
import type { Machine } from './machine.ts'

/** What goes before the login: variables of this shell, and lines of codex's own `.env` (codex.md, sections 3 and 4). */
export const outrank: Check = {
  name: 'outrank',
  looksAt: "this shell's variables and the lines of .env that come before a login",
  inspect: (machine) => [...ofShell(machine), ...ofDotenvs(machine)],
}

function ofShell({ env, names, logins }: Machine): Finding[] {
  const set = loginVariables.filter((name) => env[name])
  if (set.length === 0) return []
  const account = env.SWOP_ACCOUNT
  // With none active they are the user's own, unless there is a login that they would go before.
  if (
    account
      ? !names.includes(account)
      : !logins().some(({ active, auth }) => active && auth.state === 'login')
  )
    return []
  const found = `${some(set)}: set in this shell`
  const why = `codex uses ${set.length > 1 ? 'them' : 'it'} rather than the login of ${account ? 'the account' : 'the real home'}`
  return account
    ? [{ account, found, why, todo: `activate it again: swop use ${account}` }]
    : [{ found, why, todo: 'unset it here if the login is meant; an account takes it away by itself' }]
}

function ofDotenvs({ accounts, base }: Machine): Finding[] {
  const shared = base === undefined ? undefined : resolved(join(base, '.env'))
  const own = accounts
    .map(({ name, layout }) => ({ account: name, path: join(layout.codexHome, '.env') }))
    .filter(({ path }) => resolved(path) !== shared)
  return [...(base === undefined ? [] : [{ path: join(base, '.env') }]), ...own].flatMap((each) => {
    const set = outrankingLines(each.path)
    if (set.length === 0) return []
    return [
      {
        ...('account' in each ? { account: each.account } : {}),
        found: `${each.path} sets ${some(set)}`,
        why: 'codex loads it over the environment, so it goes before the login',
        todo: 'take the line out, unless it is meant',
      },
    ]
  })
}

/** The names that count there: codex ignores CODEX_* lines. */
function outrankingLines(path: string): string[] {
  try {
    const lines = parseEnv(readText(path) ?? '')
    const counting: readonly string[] = ['HOME', ...loginVariables.filter((name) => !isIgnoredInDotenv(name))]
    return Object.keys(lines).filter((name) => counting.includes(name))
  } catch (error) {
    if (error instanceof Failure) return [] // drift says that it can't be read
    throw error
  }
}
