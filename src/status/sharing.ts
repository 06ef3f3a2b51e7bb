import { loginOf, type Facts, type Said } from './facts.ts'
import { loginCommand, say, title } from './sentences.ts'

/**
 * Who has the same login, and what that means.
 * @param all logins, that of `facts` among them
 */
export function sharing(facts: Facts, all: readonly Facts[]): Said[] {
  const login = loginOf(facts)
  if (login === undefined) return []
  const { refreshMark: mark, identity } = login
  const found = (key: string) =>
    // The same folder under two names (an account made of the base codex home) is no copy.
    (indexOf(all).get(key) ?? []).filter(
      (other) => other.codexHome !== facts.codexHome && other.folder !== facts.folder,
    )
  const isCopy = (other: Facts) => Boolean(mark) && mark === loginOf(other)?.refreshMark
  // The real home's login may well be that of an account, as long as each has its own tokens.
  const same = found(`identity ${identity}`).filter(
    (other) => facts.isAccount && other.isAccount && !isCopy(other),
  )
  return [
    ...(mark ? found(`mark ${mark}`) : []).map((other) => copied(facts, other)),
    ...same.map((other) => sameLogin(facts, other)),
  ]
}

/** Lists by what two logins may have in common: to hold each against each other one, 500 would take 250,000 comparisons. */
const indexes = new WeakMap<readonly Facts[], Map<string, Facts[]>>()

function indexOf(all: readonly Facts[]): Map<string, Facts[]> {
  const known = indexes.get(all)
  if (known) return known
  const index = new Map<string, Facts[]>()
  for (const facts of all) {
    const { identity, refreshMark } = loginOf(facts) ?? {}
    for (const key of [identity && `identity ${identity}`, refreshMark && `mark ${refreshMark}`])
      if (key && !index.get(key)?.push(facts)) index.set(key, [facts])
  }
  indexes.set(all, index)
  return index
}

/** Moved away first: codex 0.169 revokes the login that it gives up when a new one begins, for both. */
function copied(facts: Facts, other: Facts): Said {
  const one = other.isAccount ? other : facts
  return say(
    `it has the same refresh token as ${title(other)}: as soon as one of them renews it, the other's is refused for good`,
    `move ${one.codexHome}/auth.json away, or codex revokes it for both; then log in: ${loginCommand(one)}`,
  )
}

function sameLogin(facts: Facts, other: Facts): Said {
  const what = loginOf(facts)?.kind === 'chatgpt' ? 'the same user and workspace' : 'the same key'
  return say(`it is ${what} as ${title(other)}`, `if it should be another: ${loginCommand(facts)}`)
}
