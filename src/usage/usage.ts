import type { AccountRead, Heard, Limits, RateWindow } from '../codex/app-server.ts'

/** A limit of a plan, and how much of it is used. */
export interface Window {
  usedPercent: number
  /** its length; null when codex does not say */
  minutes: number | null
  /** ms since the epoch; null when codex does not say */
  resetsAt: number | null
}

/** Limits that codex has told. */
export interface KnownUsage {
  state: 'known'
  email: string | null
  plan: string | null
  windows: Window[]
  /** what may be used beyond the limits, in codex's words; null without any */
  credits: string | null
}

/** What became of the question how much is left. */
export type Usage =
  | KnownUsage
  /** `reason` says why, in words */
  | { state: 'no-limits'; reason: string }
  | { state: 'logged-out' }
  | { state: 'failed'; message: string; hint: string }

/**
 * What an account's codex has said, as a verdict. Texts of codex's errors are read, and never passed on: they quote
 * what a server sent.
 * @param limit how long it was given, in ms
 */
export function usageOf({ ending, account, limits }: Heard, limit: number): Usage {
  if (ending.why === 'not-started')
    return failed(`codex did not start (${ending.code})`, 'see whether codex runs by itself')
  const who = account && 'result' in account ? account.result : undefined
  if (limits && 'result' in limits) return known(limits.result, who?.account)
  if (who) {
    const { account: login, requiresOpenaiAuth } = who
    if (login?.type === 'apiKey') return { state: 'no-limits', reason: 'API key: no limits to show' }
    if (!login && !requiresOpenaiAuth)
      return { state: 'no-limits', reason: "another provider's login: no limits to show" }
    if (!login) return { state: 'logged-out' }
    if (login.type !== 'chatgpt' && limits?.error.code === noSuchRequest)
      return { state: 'no-limits', reason: `${login.type}: no limits to show` }
  }
  if (limits) return refused(limits.error)
  if (ending.why === 'timeout')
    return failed(`no answer within ${limit / 1000} s`, 'try again, or raise --timeout')
  const code = ending.why === 'ended' ? ` (exit code ${ending.exitCode ?? 'unknown'})` : ''
  return failed(`codex ended before it answered${code}`, 'it may be too old: 0.92 or later is needed')
}

const noSuchRequest = -32600

/** Sorted by what a person can do about it; the texts are those of 0.169.0, and of 0.92.0 where it differs. */
function refused({ code, message }: { code: number; message: string }): Usage {
  if (/unknown variant|not in the known form/i.test(message))
    return failed('this codex answers in another way', 'bring codex and swop up to date')
  if (/\b401\b|sign in again|log ?in again|authentication required|could not be refreshed/i.test(message))
    return failed('the server no longer takes this login', 'log in again')
  const status = /failed: ([345]\d\d)\b/.exec(message)?.[1]
  if (status) return failed(`the server answered with ${status}`, 'try again later')
  if (/error sending request|timed? ?out|connect/i.test(message))
    return failed('codex could not reach the server', 'see whether the network is there')
  return failed(`codex could not say (error ${code})`, 'see what it says itself: /status in codex')
}

function known(limits: Limits, login: AccountRead['account']): Usage {
  const { primary, secondary, credits } = limits
  const plan = login?.planType ?? limits.planType
  return {
    state: 'known',
    email: login?.email ?? null,
    plan: plan ? printable(plan) : null,
    windows: [primary, secondary].filter((each) => each !== null && each !== undefined).map(windowOf),
    credits: credits?.unlimited
      ? 'unlimited'
      : credits?.hasCredits && credits.balance
        ? printable(credits.balance)
        : null,
  }
}

function windowOf({ usedPercent, windowDurationMins, resetsAt }: RateWindow): Window {
  return {
    usedPercent: Math.min(100, Math.max(0, Math.round(usedPercent))),
    minutes: windowDurationMins ?? null,
    resetsAt: typeof resetsAt === 'number' ? resetsAt * 1000 : null,
  }
}

/** A server's word: nothing that a terminal would obey, and no longer than a word is. */
function printable(word: string): string {
  return word.replace(/[^\x20-\x7e]/g, '?').slice(0, 20)
}

function failed(message: string, hint: string): Usage {
  return { state: 'failed', message, hint }
}

/** How much is left of a window, in percent. */
export function left({ usedPercent }: Window): number {
  return 100 - usedPercent
}
