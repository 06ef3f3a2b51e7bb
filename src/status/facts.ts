import type { Isolation } from '../accounts/settings.ts'
import type { InspectedAuthFile } from '../codex/auth-file.ts'
import type { StoreSetting } from '../codex/credential-store.ts'
import type { Login } from '../codex/login.ts'
import type { CodexProcess } from '../codex/processes.ts'
import type { RefreshFailure } from '../codex/refresh-failure.ts'

/** Something that is not as it should be, and what to do. */
export interface Said {
  message: string
  cure: string
}

/**
 * What has been seen of one account's login: rows, reports and verdicts are made from nothing else. Plain data, but for
 * `folder` and `refused`, which few of many accounts are asked for: they are looked at then, and once.
 */
export interface Facts {
  /** the account's name; `default` is the real home, which is no account */
  name: string
  isAccount: boolean
  /** in force in this shell; the real home is when no account is */
  active: boolean
  isolation: Isolation | null
  /** empty when the account's settings are broken: nothing else is known then */
  codexHome: string
  /** what is wrong with the account's settings */
  error?: Said
  auth: InspectedAuthFile
  store: StoreSetting
  /** the codex home, whatever path leads to it: two names of one folder are no copies */
  folder: string
  refused?: RefreshFailure | undefined
}

/** What takes longer to find out, and is wanted of one account only. */
export interface Details {
  /** how many entries are not as the share map says; not known when there is a problem */
  drift?: number
  driftProblem?: Said
  processes: CodexProcess[]
}

/**
 * The login that auth.json is known to hold and codex to use; undefined where there is none, or where it can't be known
 * from a file.
 */
export function loginOf({ auth, store }: Facts): Login | undefined {
  return auth.state === 'login' && store.store !== 'keyring' && store.store !== 'ephemeral'
    ? auth.login
    : undefined
}

/** `unknown`: no file says so, since the login is in a keyring or in memory, or may be. */
export type LoginState = 'login' | 'absent' | 'broken' | 'unknown'

/** Whether there is a login, with nothing guessed from a missing auth.json. */
export function loginState({ error, auth, store: { store } }: Facts): LoginState {
  if (error || store === 'keyring' || store === 'ephemeral') return 'unknown'
  return auth.state === 'absent' && store !== 'file' ? 'unknown' : auth.state
}

/** Where a logged-in person can have the login, in words. */
export function storeWords({ store: { store } }: Facts): string {
  if (store === undefined) return 'not known'
  return { file: 'auth.json', keyring: 'keyring', auto: 'keyring or auth.json', ephemeral: 'memory only' }[
    store
  ]
}
