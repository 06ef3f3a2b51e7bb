import { isDeepStrictEqual } from 'node:util'
import { realHomeOf } from '../accounts/real-home.ts'
import { accountNames } from '../accounts/names.ts'
import { readConfig, readListed } from '../accounts/store.ts'
import { inspectAuthFile } from '../codex/auth-file.ts'
import { readCredentialStore } from '../codex/credential-store.ts'
import { runningMark, type Mark } from '../codex/login.ts'
import { readRefreshFailure } from '../codex/refresh-failure.ts'
import { baselineOf } from '../env/baseline.ts'
import { Failure } from '../platform/failure.ts'
import { once } from '../platform/memo.ts'
import { resolved } from '../platform/paths.ts'
import type { Environment } from '../accounts/root.ts'
import type { Facts } from './facts.ts'

/** What the real home is called in lists; no account can have the name (accounts/name.ts). */
export const realHomeName = 'default'

/**
 * Looks at the login of every account and of the real home: small files, read only, nothing is asked of codex, a keyring
 * or the network. What is broken about one does not hide the others.
 * @returns the accounts by name, the real home last; it is left out when there is no telling where it is
 */
export function inspectLogins(root: string, env: Environment): Facts[] {
  // Logins are compared within this run only: looking must change nothing, not even make a salt that lasts.
  const mark = runningMark()
  const accounts = accountNames(root).map((name) => ofAccount(root, name, env, mark))
  const codexHome = realCodexHome(root, env)
  if (codexHome === undefined) return accounts
  const real = { name: realHomeName, isAccount: false, active: !env.SWOP_ACCOUNT, isolation: null }
  return [...accounts, factsOf(real, codexHome, mark)]
}

function ofAccount(root: string, name: string, env: Environment, mark: Mark): Facts {
  const known = { name, isAccount: true, active: name === env.SWOP_ACCOUNT }
  try {
    const { settings, layout } = readListed(root, name)
    return factsOf({ ...known, isolation: settings.isolation }, layout.codexHome, mark)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return {
      ...known,
      isolation: null,
      codexHome: '',
      error: { message: error.message, cure: error.hint },
      auth: { state: 'absent' },
      store: {},
      folder: '',
    }
  }
}

/**
 * Its login and where codex keeps it at once, since logins are compared; the rest when it is first asked for: of many
 * accounts the first rows stand there before anybody has looked at the last.
 */
function factsOf(
  known: Pick<Facts, 'name' | 'isAccount' | 'active' | 'isolation'>,
  codexHome: string,
  mark: Mark,
): Facts {
  const folder = once(() => resolved(codexHome))
  const auth = inspectAuthFile(codexHome, mark)
  const refused = once(() => {
    const failure = readRefreshFailure(codexHome)
    // A reader may have let us wait for minutes: what was refused since then may be another login's.
    return failure && isDeepStrictEqual(inspectAuthFile(codexHome, mark), auth) ? failure : undefined
  })
  return {
    ...known,
    codexHome,
    auth,
    store: readCredentialStore(codexHome),
    get folder() {
      return folder()
    },
    get refused() {
      return refused()
    },
  }
}

/** As recorded; with broken settings, as this shell says. */
function realCodexHome(root: string, env: Environment): string | undefined {
  for (const real of [() => readConfig(root)?.real, () => realHomeOf(baselineOf(env))]) {
    try {
      const home = real()
      if (home) return home.codexHome
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
  return undefined
}
