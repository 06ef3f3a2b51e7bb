import { loginOf, type Facts } from '../status/facts.ts'
import { span } from '../status/span.ts'
import type { Check, Finding } from './check.ts'

/** Servers' clocks differ by some seconds; tokens are not made ahead of their time. */
const tolerance = 2 * 60_000 // ms

/** This computer's clock against the times in the tokens. That it is ahead can't be told from them. */
export const clock: Check = {
  name: 'clock',
  looksAt: "this computer's clock, against when tokens were made and last renewed",
  inspect: ({ logins, now }) => clockFindings(logins(), now),
}

/** Pure: whether tokens were made in the future. One finding for all of them, since there is one clock. */
export function clockFindings(logins: readonly Facts[], now: Date): Finding[] {
  const behind = logins
    .flatMap((facts) => [loginOf(facts)?.issued, loginOf(facts)?.lastRefresh])
    .map((time) => (time ? time.getTime() - now.getTime() : 0))
    .reduce((most, each) => Math.max(most, each), 0)
  if (behind <= tolerance) return []
  return [
    {
      found: `the clock is behind by ${span(behind)}: a token was made later than now`,
      why: 'codex renews tokens by the clock, so it goes on with one that has expired',
      todo: 'set the clock, or turn network time on',
    },
  ]
}
