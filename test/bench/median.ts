/** The middle one of some numbers: what else the machine does now and then does not move it. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new Error('nothing was measured')
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}
