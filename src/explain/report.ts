import { shorten } from '../ui/columns.ts'
import { table } from '../ui/table.ts'
import type { Warning } from './observations.ts'
import type { OtherValue, Row, Source } from './rows.ts'

/** All that explain has to say. */
export interface Explanation {
  account: string | null
  /** who chose it, and where that is written, if it is */
  chosenBy: Extract<Source, 'account' | 'binding' | 'direnv'> | null
  place: string | null
  variables: Row[]
  warnings: Warning[]
}

const width = 80

/** The explanation for people; it fits 80 columns where paths allow. */
export function reportText({ account, chosenBy, place, variables, warnings }: Explanation): string {
  const names = Math.max(...variables.map(({ name }) => name.length), 'VARIABLE'.length)
  const room = Math.max(width - names - 'left over'.length - 4, 16)
  const lines = table([
    ['VARIABLE', 'VALUE', 'SOURCE'],
    ...variables.map(({ name, value, source }) => [name, shorten(worded(value), room), source]),
  ]).split('\n')
  const [heading = '', ...rest] = lines
  const body = variables.map((row, index) => `${rest[index]}\n${row.others.map(otherLine).join('')}`)
  const by = { account: 'by hand', binding: `by the binding of ${place}`, direnv: `by direnv (${place})` }
  const active = account
    ? `Account ${account} is active, chosen ${by[chosenBy ?? 'account']}.`
    : 'No account is active in this shell.'
  const warned = warnings.map(({ message, cure }) => `- ${message}\n  cure: ${cure}\n`).join('')
  return `${active}\n\n${heading}\n${body.join('')}${warned ? `\nWarnings:\n${warned}` : ''}`
}

function otherLine({ where, value, from }: OtherValue): string {
  const words: Record<OtherValue['where'], [string, string]> = {
    before: ['before the activation', ''],
    account: ['changed since the activation;', `${from} has`],
    codex: ['codex would use', ''],
    ignored: ['codex ignores', ''],
    'bash -lc': ['bash -lc would have', ''],
    command: ["codex's commands would have", ''],
  }
  const start = `  ${words[where].filter((word) => word !== '').join(' ')} `
  const end = ['before', 'account'].includes(where) ? '' : ` (${from})`
  return `${start}${shorten(worded(value), Math.max(width - start.length - end.length, 16))}${end}\n`
}

function worded(value: string | null): string {
  if (value === null) return '(unset)'
  return value === '' ? '(empty)' : value
}
