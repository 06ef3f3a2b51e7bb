import { hasAnswered, type Report } from './report.ts'
import { left, type KnownUsage, type Window } from './usage.ts'
import { resetWords, windowName } from './words.ts'

/** Which account to use, and why. */
export interface Choice {
  account: string
  why: string
}

/** How `best` chooses, for its help and the README. */
export const rule =
  'Of each account the window with the least left counts. The account that has most left there is the best; ' +
  'of two, the one whose window resets sooner, then by name. Accounts that could not be asked do not count, ' +
  'those with an API key only if there is no other.'

/**
 * Chooses the account with most left, by `rule`.
 * @param reports of accounts that can be activated
 * @param now ms since the epoch
 * @returns undefined when none counts
 */
export function best(reports: readonly Report[], now: number): Choice | undefined {
  const candidates = reports.filter(hasAnswered).flatMap(({ account, usage }) => {
    const tightest = usage.state === 'known' ? tightestOf(usage) : undefined
    return tightest ? [{ account, window: tightest }] : []
  })
  const [first] = candidates.sort(
    (one, other) =>
      left(other.window) - left(one.window) ||
      (one.window.resetsAt ?? Infinity) - (other.window.resetsAt ?? Infinity) ||
      compare(one.account, other.account),
  )
  if (first) {
    const reset = resetWords(first.window, now)
    const why = `${left(first.window)}% left (${[windowName(first.window), reset].filter(Boolean).join(', ')})`
    return { account: first.account, why }
  }
  const [unlimited] = reports
    .filter(({ usage }) => usage.state === 'no-limits')
    .map(({ account }) => account)
    .sort(compare)
  return unlimited === undefined
    ? undefined
    : { account: unlimited, why: 'it has no limits to show, and no other account has anything left to show' }
}

/** The window with the least left; of two, the one that resets later, since that is the one to wait for. */
function tightestOf({ windows }: KnownUsage): Window | undefined {
  const [tightest] = [...windows].sort(
    (one, other) => left(one) - left(other) || (other.resetsAt ?? 0) - (one.resetsAt ?? 0),
  )
  return tightest
}

/** By code points, so that the answer does not depend on the language. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
