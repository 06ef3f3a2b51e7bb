import type { Row, Section } from './row.ts'

/**
 * How often everything is measured, the parts in turns: on a machine with neighbours all takes half as long again for some
 * seconds now and then, in which the many rounds of one loop are over.
 */
export const passes = 3

/** One section of several that measured the same: of each row the one in the middle, whole, since a ratio is of things measured together. */
export function middleOf(sections: readonly Section[]): Section {
  const [first] = sections
  if (first === undefined) throw new Error('nothing was measured')
  const rows = first.rows.map((_, index) =>
    middleRow(sections.flatMap((section) => section.rows[index] ?? [])),
  )
  return { ...first, rows }
}

function middleRow(rows: readonly Row[]): Row {
  const sorted = [...rows].sort((a, b) => figureOf(a) - figureOf(b))
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  const processes = rows.flatMap((row) => row.processes ?? [])
  return { ...middle, ...(processes.length > 0 ? { processes: Math.max(...processes) } : {}) }
}

/** What the verdict goes by; nothing measured is the worst. */
function figureOf({ cost, against, budget }: Row): number {
  if (Number.isNaN(cost)) return Number.POSITIVE_INFINITY
  if (against === undefined) return cost
  return budget !== undefined && 'more' in budget ? cost - against.cost : cost / against.cost
}
