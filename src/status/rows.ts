import { kindNames } from '../codex/login.ts'
import { columns } from '../ui/columns.ts'
import { linesOf, squeezed, widthsOf } from '../ui/table.ts'
import { loginOf, loginState, type Facts } from './facts.ts'
import { span } from './span.ts'
import { isGrave, verdictsOf } from './verdicts.ts'
import type { Paint } from '../ui/paint.ts'

/** What a terminal is taken to have. */
export const width = 80

const heading = ['', 'NAME', 'LOGIN', 'PLAN', 'ISOLATION', 'RENEWED']

/**
 * The table of all logins: the accounts, and the real home's own; it fits 80 columns.
 * @param portion rows that are made at a time: as a rule more than a terminal shows
 * @returns its rows in portions, the heading with the first. What was refused is looked at as a row is made: where a STATE
 * takes more room by that, the columns before it get less from that portion on.
 */
export function* loginTable(
  all: readonly Facts[],
  now: number,
  paint: Paint,
  portion = 64,
): Generator<string> {
  const cells = all.map((facts) => cellsOf(facts, now))
  const widths = widthsOf([heading, ...cells])
  let stateWidth = columns('STATE')
  for (const facts of all)
    stateWidth = Math.max(stateWidth, columns(stateOf(unrefused(facts), all, now).words))
  for (let start = 0; start === 0 || start < all.length; start += portion) {
    const states = all.slice(start, start + portion).map((facts) => stateOf(facts, all, now))
    const rows = states.map(({ words }, index) => [...(cells[start + index] ?? []), words])
    stateWidth = Math.max(stateWidth, ...states.map(({ words }) => columns(words)))
    const fitting = squeezed([...widths, stateWidth], { width, flexible: [1, 2] })
    const [first = '', ...lines] = linesOf([[...heading, 'STATE'], ...rows], fitting).split('\n')
    const painted = states.map(({ words, colour }, index) => {
      const line = lines[index] ?? ''
      const before = line.slice(0, line.length - words.length)
      return `${all[start + index]?.active ? paint('bold', before) : before}${paint(colour, words)}\n`
    })
    yield `${start === 0 ? `${paint('dim', first)}\n` : ''}${painted.join('')}`
  }
}

/** As if nothing had been refused. */
function unrefused(facts: Facts): Facts {
  return Object.create(facts, { refused: { value: undefined } }) as Facts
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
