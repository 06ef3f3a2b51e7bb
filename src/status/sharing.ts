import { loginOf, type Facts, type Said } from './facts.ts'
import { loginCommand, say, title } from './sentences.ts'

/** Who has the same login, and what that means. */
export function sharing(facts: Facts, others: readonly Facts[]): Said[] {
  const login = loginOf(facts)
  if (login === undefined) return []
  const { refreshMark: mark, identity } = login
  const logins = others.map((other) => ({ other, login: loginOf(other) }))
  const copies = logins.filter((each) => mark && mark === each.login?.refreshMark)
  // The real home's login may well be that of an account, as long as each has its own tokens.
  const same = logins.filter(
    (each) =>
      identity === each.login?.identity &&
      facts.isAccount &&
      each.other.isAccount &&
      !(mark && mark === each.login?.refreshMark),
  )
  return [
    ...copies.map(({ other }) => copied(facts, other)),
    ...same.map(({ other }) => sameLogin(facts, other)),
  ]
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
