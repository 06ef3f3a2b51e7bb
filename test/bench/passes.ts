import type { Row } from './row.ts'

/**
 * How often everything is measured, the parts in turns. On a machine with neighbours all takes up to half as long again now and
 * then, a shell's system calls more than node, and for longer than one loop lasts: so nine short passes, and of each row the
 * one in which nobody was in the way.
 */
export const passes = 9

/**
 * Of several measurements of the same rows the quietest of each: the one in which it, and what it is held against, took least
 * together. Neighbours only ever add time. Both count as multiples, so that neither a fast one nor a slow other one is preferred:
 * the choice goes by the product, the verdict by the ratio. It is whole, since a ratio is of things measured together.
 */
export function quietestOf(all: readonly (readonly Row[])[]): Row[] {
  const [first = []] = all
  return first.map((_, index) => quietest(all.flatMap((rows) => rows[index] ?? [])))
}

function quietest(rows: readonly Row[]): Row {
  const found = rows.reduce((one, other) => (timeIn(other) < timeIn(one) ? other : one))
  const processes = rows.flatMap((row) => row.processes ?? [])
  return {
    ...found,
    // Neighbours add neither: the most that was seen.
    ...(found.unit === 'MB' ? { cost: Math.max(...rows.map(({ cost }) => cost)) } : {}),
    ...(processes.length > 0 ? { processes: Math.max(...processes) } : {}),
  }
}

/** Nothing measured is never quiet. */
function timeIn({ cost, against }: Row): number {
  const product = cost * (against?.cost ?? 1)
  return Number.isNaN(product) ? Number.POSITIVE_INFINITY : product
}
