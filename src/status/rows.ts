import { kindNames } from '../codex/login.ts'
import { columns } from '../ui/columns.ts'
import { table } from '../ui/table.ts'
import { loginOf, loginState, type Facts } from './facts.ts'
import { span } from './span.ts'
import { isGrave, verdictsOf } from './verdicts.ts'
import type { Paint } from '../ui/paint.ts'

/** What a terminal is taken to have. */
export const width = 80

const heading = ['', 'NAME', 'LOGIN', 'PLAN', 'ISOLATION', 'RENEWED', 'STATE']

/** The table of all logins: the accounts, and the real home's own; it fits 80 columns. */
export function loginTable(all: readonly Facts[], now: number, paint: Paint): string {
  const states = all.map((facts) => stateOf(facts, all, now))
  const rows = all.map((facts, index) => [...cellsOf(facts, now), states[index]?.words ?? ''])
  const [first = '', ...lines] = table([heading, ...rows], { width, flexible: [1, 2] }).split('\n')
  const painted = all.map((facts, index) => {
    const line = lines[index] ?? ''
    const { words, colour } = states[index] ?? { words: '', colour: 'green' }
    const start = line.slice(0, line.length - words.length)
    return `${facts.active ? paint('bold', start) : start}${paint(colour, words)}\n`
  })
  return `${paint('dim', first)}\n${painted.join('')}`
}

function cellsOf(facts: Facts, now: number): string[] {
  const login = loginOf(facts)
  return [
    facts.active ? '*' : '',
    facts.name,
    login?.email ?? kindWords(facts),
    shortPlan(login?.plan ?? ''),
    facts.isAccount ? (facts.isolation ?? '(broken)') : '(real home)',
    login?.lastRefresh ? span(now - login.lastRefresh.getTime()) : '',
  ]
}

/** How it is logged in, in words. */
export function kindWords(facts: Facts): string {
  const login = loginOf(facts)
  if (login) return kindNames[login.kind]
  return { login: '', absent: '-', broken: '(broken)', unknown: '(not known)' }[loginState(facts)]
}

/** The column must not be what breaks the table. */
function shortPlan(plan: string): string {
  return columns(plan) > 12 ? `${[...plan].slice(0, 11).join('')}…` : plan
}

function stateOf(facts: Facts, all: readonly Facts[], now: number) {
  const verdicts = verdictsOf(facts, all, now)
  const [first, ...more] = [...new Set(verdicts.map(({ verdict }) => verdict))]
  if (first === undefined) return { words: 'ok', colour: 'green' as const }
  const words = `${first}${more.length === 1 ? `, ${more[0]}` : ''}${more.length > 1 ? ` and ${more.length} more` : ''}`
  return { words, colour: isGrave(first) ? ('red' as const) : ('yellow' as const) }
}
