import type { Row } from './row.ts'

/** Measures one after the other: two at once would measure each other. */
export async function eachInTurn<Item>(
  items: readonly Item[],
  measure: (item: Item) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  // oxlint-disable-next-line no-await-in-loop -- see above
  for (const item of items) rows.push(...(await measure(item)))
  return rows
}
