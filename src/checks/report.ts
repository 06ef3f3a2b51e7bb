import type { Found } from './examine.ts'

/** A finding for programs. */
export interface FindingJson {
  check: string
  lookedAt: string
  account?: string
  found: string
  why: string
  todo: string
  fixable: boolean
  /** with --fix: what was done, or why it was not */
  fixed?: string
  failed?: string
}

/** What --fix made of a finding. */
export type Cure = { fixed: string } | { failed: string }

export function findingJson(
  { check, lookedAt, account, found, why, todo, fix }: Found,
  cure?: Cure,
): FindingJson {
  const about = account === undefined ? {} : { account }
  return { check, lookedAt, ...about, found, why, todo, fixable: fix !== undefined, ...cure }
}

/**
 * The findings for people: a line each, those of an account together, and first what is no account's.
 * @param cures what --fix made of them
 */
export function findingsText(
  findings: readonly Found[],
  cures: ReadonlyMap<Found, Cure>,
  home: string | undefined,
): string {
  const accounts = [...new Set(findings.map(({ account }) => account ?? ''))].sort()
  return accounts
    .map((account) => {
      const lines = findings
        .filter((each) => (each.account ?? '') === account)
        .map((each) => `- ${short(oneLine(lineOf(each, cures.get(each))), home)}\n`)
      return `${account === '' ? 'This machine' : `Account ${account}`}:\n${lines.join('')}`
    })
    .join('\n')
}

function lineOf({ found, why, todo, fix }: Found, cure: Cure | undefined): string {
  if (cure && 'fixed' in cure) return `${found} · fixed: ${cure.fixed}`
  if (cure) return `${found} · ${why} · not fixed: ${cure.failed}`
  return `${found} · ${why} · ${todo}${fix ? ' (or swop doctor --fix)' : ''}`
}

function short(text: string, home: string | undefined): string {
  return home ? text.replaceAll(`${home}/`, '~/') : text
}

/** A path may hold anything; a line is one line, and obeyed by no terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
}
