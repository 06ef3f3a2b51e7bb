/**
 * The word that was probably meant.
 * @param typed what was typed
 * @param known what there is
 * @returns the nearest of them; undefined when none is near enough to be a slip of the fingers
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase()
  const near = known
    .map((word) => ({ word, steps: distance(wanted, word.toLowerCase()) }))
    .filter(({ word, steps }) => steps <= slips(Math.max(wanted.length, word.length)))
  return near.sort((a, b) => a.steps - b.steps)[0]?.word
}

/** A third of a word may be wrong, and no more than three letters; nothing is like a single letter. */
function slips(length: number): number {
  return Math.min(3, Math.floor(length / 3))
}

/** How many letters to add, drop, change or swap with the next one make the one word out of the other. */
export function distance(one: string, other: string): number {
  // rows[i][j]: from the first i letters of one to the first j of other.
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      )
    }
    rows.push(row)
  }
  return rows[one.length]![other.length]!
}
