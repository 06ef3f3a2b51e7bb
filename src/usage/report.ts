import { left, type Usage } from './usage.ts'
import { windowName } from './words.ts'

/** What is known of one account's limits, and since when. */
export interface Report {
  /** the account's name; `default` is the real home's own login */
  account: string
  usage: Usage
  /** ms since the epoch */
  askedAt: number
  /** Why asking has failed: `usage` is an older answer then. */
  failure?: { message: string; hint: string }
}

/** Whether the account could be asked; one that is logged out, or has no limits, has said so. */
export function hasAnswered({ usage, failure }: Report): boolean {
  return usage.state !== 'failed' && failure === undefined
}

/**
 * A report as programs read it.
 * @param now ms since the epoch
 */
export function jsonOf({ account, usage, askedAt, failure }: Report, now: number): object {
  const error = usage.state === 'failed' ? { message: usage.message, hint: usage.hint } : failure
  const known = usage.state === 'known' ? usage : undefined
  return {
    account,
    state: usage.state,
    ...(known && {
      email: known.email,
      plan: known.plan,
      windows: known.windows.map((window) => ({
        name: windowName(window),
        minutes: window.minutes,
        usedPercent: window.usedPercent,
        leftPercent: left(window),
        resetsAt: window.resetsAt === null ? null : new Date(window.resetsAt).toISOString(),
      })),
      credits: known.credits,
    }),
    ...(usage.state === 'no-limits' && { reason: usage.reason }),
    askedAt: new Date(askedAt).toISOString(),
    ageSeconds: Math.max(0, Math.round((now - askedAt) / 1000)),
    ...(error && { error: { message: error.message, hint: error.hint } }),
  }
}
