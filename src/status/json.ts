import { loginOf, loginState, type Details, type Facts, type LoginState } from './facts.ts'
import { verdictsOf, type Verdict } from './verdicts.ts'
import type { CredentialStore } from '../codex/config.ts'
import type { CodexRole } from '../codex/processes.ts'
import type { LoginKind } from '../codex/login.ts'

/** One account, or the real home, for programs. What is not known, or does not apply, is null. */
export interface StatusJson {
  name: string
  isAccount: boolean
  active: boolean
  isolation: string | null
  codexHome: string
  /** what is wrong with the account's settings */
  error?: string
  login: LoginState
  kind: LoginKind | null
  email: string | null
  plan: string | null
  user: string | null
  workspace: string | null
  issued: Date | null
  expires: Date | null
  lastRefresh: Date | null
  credentialStore: CredentialStore | null
  warnings: Verdict[]
  /** entries that are not as the share map says */
  drift?: number | null
  processes?: { pid: number; role: CodexRole; command: string; since: Date | null }[]
}

/** @param details where they are known */
export function statusJson(facts: Facts, all: readonly Facts[], now: number, details?: Details): StatusJson {
  const { name, isAccount, active, isolation, codexHome, error, store } = facts
  const login = loginOf(facts)
  const processes = details?.processes.map(({ pid, role, command, since }) => {
    return { pid, role, command, since: since ?? null }
  })
  return {
    name,
    isAccount,
    active,
    isolation,
    codexHome,
    ...(error ? { error: error.message } : {}),
    login: loginState(facts),
    kind: login?.kind ?? null,
    email: login?.email ?? null,
    plan: login?.plan ?? null,
    user: login?.userId ?? null,
    workspace: login?.workspaceId ?? null,
    issued: login?.issued ?? null,
    expires: login?.expires ?? null,
    lastRefresh: login?.lastRefresh ?? null,
    credentialStore: store.store ?? null,
    warnings: verdictsOf(facts, all, now, details),
    ...(details ? { drift: details.drift ?? null, processes: processes ?? [] } : {}),
  }
}

/** All of them as a JSON array, an element at a time. */
export function* loginsJson(all: readonly Facts[], now: number): Generator<string> {
  let before = '['
  for (const facts of all) {
    yield `${before}\n  ${JSON.stringify(statusJson(facts, all, now), null, 2).replaceAll('\n', '\n  ')}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}
