import { columns, shorten } from './columns.ts'

/** What a table may give up to fit. */
interface Fit {
  width: number
  /** columns whose cells may be cut in the middle, the widest first */
  flexible: readonly number[]
}

/** A name or an address cut shorter than this says nothing. */
const narrowest = 8

/**
 * Lays rows out in columns.
 * @param rows cells as text; the first row is the heading
 * @param fit for a table that must not be wider than a terminal
 * @returns lines, each ending in a newline; no trailing spaces
 */
export function table(rows: readonly (readonly string[])[], fit?: Fit): string {
  const widths = widthsOf(rows)
  return linesOf(rows, fit ? squeezed(widths, fit) : widths)
}

/** How wide each column has to be. */
export function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, columns(cell))))
  }
  return widths
}

/** The widths, less what has to be given up. */
export function squeezed(wanted: readonly number[], { width, flexible }: Fit): number[] {
  const widths = [...wanted]
  const total = () => widths.reduce((sum, each) => sum + each + 2, -2)
  const widest = () => Math.max(...flexible.map((column) => widths[column] ?? 0))
  while (total() > width && widest() > narrowest) {
    const column = flexible.find((each) => widths[each] === widest())
    if (column === undefined) break
    widths[column] = widest() - 1
  }
  return widths
}

/** Rows in columns of these widths. */
export function linesOf(rows: readonly (readonly string[])[], widths: readonly number[]): string {
  return rows
    .map((row) => `${row.map((cell, column) => padded(cell, widths[column])).join('  ')}`.trimEnd())
    .join('\n')
    .concat('\n')
}

function padded(cell: string, width = 0): string {
  const text = shorten(cell, width)
  return text + ' '.repeat(width - columns(text))
}
