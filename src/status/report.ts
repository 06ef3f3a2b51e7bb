import { shorten } from '../ui/columns.ts'
import { table } from '../ui/table.ts'
import { wrapped } from '../ui/wrapped.ts'
import { loginOf, storeWords, type Details, type Facts } from './facts.ts'
import { kindWords, width } from './rows.ts'
import { span } from './span.ts'
import { isGrave, verdictsOf } from './verdicts.ts'
import type { CodexProcess } from '../codex/processes.ts'
import type { Paint } from '../ui/paint.ts'

const label = 14

/** What there is to say of one account, or of the real home, for people: facts first, warnings last. */
export function statusText(
  facts: Facts,
  all: readonly Facts[],
  details: Details,
  { now, home, paint }: { now: number; home: string | undefined; paint: Paint },
): string {
  const short = (text: string) => (home ? text.replaceAll(`${home}/`, '~/') : text)
  const rows = rowsOf(facts, details, now).map(([name = '', value = '']) => [
    `  ${name}`.padEnd(label),
    shorten(short(value), width - label - 2),
  ])
  const warnings = verdictsOf(facts, all, now, details).map(({ verdict, message, cure }) => {
    const text = wrapped(`- ${short(message)}`, width, '  ')
    return `${paint(isGrave(verdict) ? 'red' : 'yellow', text)}\n${wrapped(`  cure: ${short(cure)}`, width, '    ')}\n`
  })
  const end = warnings.length > 0 ? `\nWarnings:\n${warnings.join('')}` : ''
  return `${paint('bold', headline(facts))}\n${table(rows)}${end}`
}

function headline({ name, isAccount, active }: Facts): string {
  if (!isAccount) {
    const use = active ? 'in use, since no account is active in this shell' : 'used when no account is active'
    return `${name}: the real home's own login, no account; ${use}`
  }
  return `Account ${name}${active ? ', active in this shell' : ''}`
}

function rowsOf(facts: Facts, details: Details, now: number): string[][] {
  const login = loginOf(facts)
  const who = [kindWords(facts), login?.email].filter((each) => each).join(', ')
  const isolation = facts.isolation ?? (facts.isAccount ? 'not known' : undefined)
  const rows: [string, string | undefined][] = [
    ['login', who],
    ['plan', login?.plan],
    ['user', login?.userId],
    ['workspace', login?.workspaceId],
    ['token', tokenWords(login?.issued, login?.expires, now)],
    ['last refresh', login?.lastRefresh && `${span(now - login.lastRefresh.getTime())} ago`],
    ['kept in', storeWords(facts)],
    ['isolation', isolation],
    ['drift', driftWords(facts, details)],
    ...running(details.processes, now),
    ['codex home', facts.codexHome],
  ]
  return rows.filter(([, value]) => value).map(([name, value]) => [name, value ?? ''])
}

function tokenWords(issued: Date | undefined, expires: Date | undefined, now: number): string | undefined {
  const made = issued && `made ${span(now - issued.getTime())} ago`
  const left = expires && expires.getTime() - now
  const good = left && (left > 0 ? `good for ${span(left)} more` : `expired ${span(-left)} ago`)
  return [made, good].filter((each) => each).join(', ')
}

function driftWords({ isAccount }: Facts, { drift }: Details): string | undefined {
  if (!isAccount) return undefined
  if (drift === undefined) return 'not known'
  return drift === 0 ? 'none' : `${drift} ${drift === 1 ? 'entry' : 'entries'}`
}

/** A line each. */
function running(processes: readonly CodexProcess[], now: number): [string, string][] {
  if (processes.length === 0) return [['codex', 'none running']]
  return processes.map(({ role, pid, since }, index) => {
    const age = since ? `, for ${span(now - since.getTime())}` : ''
    return [index === 0 ? 'codex' : '', `${role} (pid ${pid})${age}`]
  })
}
