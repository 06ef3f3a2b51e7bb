/** One thing that was measured. */
export interface Row {
  what: string
  shell: string
  /** µs */
  cost: number
  /** µs; what it must stay under */
  budget: number
}
