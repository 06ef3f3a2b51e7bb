import { keyringUser } from '../codex/credential-store.ts'
import { codexCommand, loginCommand, say } from './sentences.ts'
import { sharing } from './sharing.ts'
import { span } from './span.ts'
import { loginOf, loginState, type Details, type Facts, type Said } from './facts.ts'

/** One word for each thing that can be the matter with an account's login; most urgent first. */
export const verdictWords = [
  'settings',
  'config',
  'broken',
  'poisoned',
  'logged out',
  'duplicated',
  'expired',
  'stale',
  'keyring',
  'ephemeral',
  'auto',
  'file',
  'drift',
] as const

export type VerdictWord = (typeof verdictWords)[number]

/** What is the matter, in words, and what to do. */
export interface Verdict extends Said {
  verdict: VerdictWord
}

/** Codex can't be used before something is done. */
export function isGrave(verdict: VerdictWord): boolean {
  return ['settings', 'config', 'broken', 'poisoned', 'logged out'].includes(verdict)
}

/** After this many days codex 0.92 renews tokens whatever they say; nothing has used the login for as long. */
const staleAfter = 8 * 24 * 3600_000

/** Everything that a verdict may depend on. */
interface Case {
  facts: Facts
  /** all accounts, and the real home */
  all: readonly Facts[]
  details: Details | undefined
  now: number
}

/**
 * What is the matter with an account, or with the real home's login.
 * @param all with what the login is compared
 * @param details where they are known
 * @param now in ms since the epoch
 */
export function verdictsOf(facts: Facts, all: readonly Facts[], now: number, details?: Details): Verdict[] {
  return verdictWords.flatMap((verdict) =>
    rules[verdict]({ facts, all, details, now }).map((said) => ({ verdict, ...said })),
  )
}

const rules: Record<VerdictWord, (seen: Case) => Said[]> = {
  settings: ({ facts: { error } }) => (error ? [error] : []),

  config: ({ facts: { store } }) =>
    store.problem ? [say(store.problem, 'repair it: codex does not start either')] : [],

  broken: ({ facts }) =>
    facts.auth.state === 'broken' && loginState(facts) === 'broken'
      ? [say(`auth.json ${facts.auth.reason}`, facts.auth.cure)]
      : [],

  poisoned: ({ facts, now }) =>
    isPoisoned(facts) && facts.refused
      ? [
          say(
            `its refresh token is good for nothing any more: ${facts.refused.why} (codex was told so ${span(now - facts.refused.when.getTime())} ago)`,
            `log in again: ${loginCommand(facts)}`,
          ),
        ]
      : [],

  'logged out': ({ facts }) =>
    loginState(facts) === 'absent' ? [say('nobody is logged in', `log in: ${loginCommand(facts)}`)] : [],

  duplicated: ({ facts, all }) => sharing(facts, all),

  expired: ({ facts, now }) => {
    const login = loginOf(facts)
    if (!login?.expires || login.expires.getTime() > now || isPoisoned(facts)) return []
    const message = `its access token expired ${span(now - login.expires.getTime())} ago`
    return login.refreshMark
      ? [say(message, 'nothing: codex renews it by itself when it is next used')]
      : [say(message, `log in again: ${loginCommand(facts)}`)]
  },

  stale: ({ facts, now }) => {
    const login = loginOf(facts)
    if (!login?.lastRefresh || isPoisoned(facts)) return []
    const age = now - login.lastRefresh.getTime()
    const cure = `use it once, codex renews them by itself: ${codexCommand(facts)}`
    return age > staleAfter ? [say(`its tokens were last renewed ${span(age)} ago`, cure)] : []
  },

  keyring: ({ facts }) =>
    facts.store.store === 'keyring'
      ? [
          say(
            `config.toml keeps logins in the system's keyring (service "Codex Auth", user "${keyringUser(facts.folder)}"), which swop does not look into; it belongs to the path of the codex home and is lost when that is renamed or moved${unused(facts)}`,
            `ask codex whether it is logged in: ${codexCommand(facts)} login status`,
          ),
        ]
      : [],

  ephemeral: ({ facts }) =>
    facts.store.store === 'ephemeral'
      ? [
          say(
            `config.toml keeps logins in memory only: each codex has to log in for itself, and forgets it when it ends${unused(facts)}`,
            'if it should last: cli_auth_credentials_store = "file" in config.toml, then log in',
          ),
        ]
      : [],

  auto: ({ facts }) =>
    facts.store.store === 'auto'
      ? [
          say(
            facts.auth.state === 'absent'
              ? `config.toml keeps logins in the system's keyring if there is one; there is no auth.json, so only the keyring can have a login`
              : `config.toml keeps logins in the system's keyring if there is one, else in auth.json: a login in the keyring would come before this one`,
            `ask codex: ${codexCommand(facts)} login status`,
          ),
        ]
      : [],

  file: ({ facts }) =>
    facts.auth.state === 'login'
      ? facts.auth.warnings.map(({ message, cure }) => say(`auth.json ${message}`, cure))
      : [],

  drift: ({ facts, details }) => {
    if (details?.driftProblem) return [details.driftProblem]
    const count = details?.drift ?? 0
    const entries = count === 1 ? '1 entry of its homes is' : `${count} entries of its homes are`
    return count > 0 ? [say(`${entries} not as the share map says`, `swop sync ${facts.name}`)] : []
  },
}

/** Codex leaves the tokens in the file (codex.md, section 5); a login since then has written it anew. */
function isPoisoned(facts: Facts): boolean {
  const { auth } = facts
  if (auth.state !== 'login' || !loginOf(facts)?.refreshMark) return false
  return facts.refused !== undefined && facts.refused.when.getTime() > auth.changed.getTime()
}

function unused({ auth }: Facts): string {
  return auth.state === 'absent' ? '' : '; the auth.json that lies there is not used'
}
