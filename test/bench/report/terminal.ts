import { verdictOf } from '../verdict.ts'
import type { Section } from '../row.ts'

/** A part as a table for a terminal; above each row, how to see the number oneself. */
export function terminalText({ part, ground, rows }: Section): string {
  const lines = rows.flatMap((row) => {
    const { cost, ratio, budget, held } = verdictOf(row)
    const cells = [
      `${row.shell}`.padEnd(5),
      row.what.replaceAll('`', '').padEnd(46),
      cost.padStart(9),
      ratio.padEnd(44),
      (row.processes === undefined ? '' : `${row.processes} proc`).padEnd(8),
      budget.padEnd(22),
      held === undefined ? '' : held ? 'held' : 'NOT HELD',
    ]
    return [`  $ ${row.command}`, `  ${cells.join(' ')}`.trimEnd()]
  })
  return [`${part}: ${ground.replaceAll('`', '')}`, ...lines, ''].join('\n')
}
