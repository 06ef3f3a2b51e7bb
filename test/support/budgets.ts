import fs from 'fs-extra'
import { join } from 'node:path'

/** name of what is counted → the most that it may be */
export type Counts = Record<string, number>

/**
 * The numbers that a topic's tests hold to: test/counts/<topic>.json. `UPDATE_COUNTS=1` writes them as they are now; review
 * what becomes more.
 */
export class Budgets {
  readonly #path: string
  readonly #all: Record<string, Counts>

  constructor(topic: string) {
    this.#path = join(import.meta.dirname, '../counts', `${topic}.json`)
    this.#all = fs.existsSync(this.#path) ? fs.readJsonSync(this.#path) : {}
  }

  /** Says which numbers are above their budgets, or have none. */
  exceeded(name: string, counts: Counts): string[] {
    const budget = this.#all[name] ?? {}
    return Object.entries(counts).flatMap(([what, count]) => {
      const most = budget[what]
      return most !== undefined && count <= most
        ? []
        : [`${name}: ${what} ${count}, at most ${most ?? 'unknown'} (UPDATE_COUNTS=1 renews it)`]
    })
  }

  /** The same, and under UPDATE_COUNTS=1 these are the budgets from now on. */
  renewedOrExceeded(name: string, counts: Counts): string[] {
    if (!process.env.UPDATE_COUNTS) return this.exceeded(name, counts)
    this.#all[name] = counts
    const sorted = Object.fromEntries(Object.entries(this.#all).sort(([a], [b]) => (a < b ? -1 : 1)))
    fs.writeFileSync(this.#path, `${JSON.stringify(sorted, null, 2)}\n`)
    return []
  }
}
