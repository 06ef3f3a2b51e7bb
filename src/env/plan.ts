import { xdgFolders, xdgNames, type AccountLayout } from '../accounts/layout.ts'
import { loginVariables } from '../codex/variables.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Isolation } from '../accounts/settings.ts'

/** What an account's environment is, in every dialect the same. */
export interface EnvPlan {
  account: string
  set: { name: string; value: string }[]
  unset: string[]
  /** Not this account's business, but perhaps that of the account it replaces: the baseline's value comes back. */
  restore: string[]
}

/**
 * Computes the environment of an account (product.md, "Isolation levels").
 * SWOP_ACCOUNT is not in `set`: the generated code sets it last, and only if everything else has worked.
 */
export function planEnv(root: string, account: AccountLayout, isolation: Isolation, real: RealHome): EnvPlan {
  const homes = [
    { name: 'HOME', value: account.home },
    ...xdgNames.map((name) => ({ name: xdgFolders[name].variable, value: account.xdg[name] })),
  ]
  const own = isolation !== 'codex'
  // A folder that was taken in place has its own databases. (`sqlite_home` in its config.toml goes before the variable.)
  const databases = account.codexHome === account.codexLink ? real.codexHome : account.codexHome
  return {
    account: account.name,
    set: [
      { name: 'SWOP_ROOT', value: root },
      ...(own ? homes : []),
      { name: 'CODEX_HOME', value: account.codexHome },
      { name: 'CODEX_SQLITE_HOME', value: databases },
    ],
    unset: [...loginVariables],
    restore: own ? [] : homes.map(({ name }) => name),
  }
}
