/** What a row must stay within; none for what is only there to compare with. */
export type Budget =
  /** this many times as long as what it is held against */
  | { times: number }
  /** this much longer than what it is held against, in µs */
  | { more: number }
  /** this much, in the row's own unit */
  | { under: number }

/** One thing that was measured. */
export interface Row {
  what: string
  /** the shell that did it; empty for a program */
  shell: string
  /** the median: µs, or MB */
  cost: number
  unit: 'µs' | 'MB'
  /** what was measured in turns with it */
  against?: { what: string; cost: number }
  /** how many processes it started, the program itself not being one of them */
  processes?: number
  budget?: Budget & { processes?: number }
  /** what a person types to see the same number */
  command: string
}

/** What was measured together, and for what. */
export interface Section {
  part: string
  /** where it was measured: how many accounts, entries … */
  ground: string
  rows: readonly Row[]
}

/** A part of the bench that can be run by itself: `npm run bench -- <name>`. */
export interface Part {
  name: string
  /** not without being asked for: it takes minutes */
  long?: boolean
  /** makes what is measured, once for all passes */
  prepare: () => Promise<Prepared>
}

/** A part whose ground is laid. */
export interface Prepared extends Pick<Section, 'ground'> {
  /** one pass */
  measure: () => Promise<Row[]>
}
