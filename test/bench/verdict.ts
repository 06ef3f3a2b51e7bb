import type { Row } from './row.ts'

/** A row in words, and whether its budget holds. */
export interface Verdict {
  cost: string
  /** how it stands to what it was held against */
  ratio: string
  budget: string
  /** undefined where there is no budget */
  held: boolean | undefined
}

/** Says whether a row's budget holds; no I/O. */
export function verdictOf({ cost, unit, against, processes, budget }: Row): Verdict {
  const ratio = against === undefined ? undefined : cost / against.cost
  const extra = against === undefined ? cost : cost - against.cost
  const amount = (value: number) => (unit === 'MB' ? `${value.toFixed(0)} MB` : timeText(value))
  const common = {
    cost: amount(cost),
    // What takes no time has no multiple.
    ratio:
      against === undefined || ratio === undefined || !Number.isFinite(ratio)
        ? ''
        : `${ratioText(ratio)} of ${against.what}`,
  }
  if (budget === undefined) return { ...common, budget: '', held: undefined }
  const none = budget.processes === undefined || processes === budget.processes
  const processText = budget.processes === undefined ? '' : `, ${budget.processes} processes`
  if ('times' in budget)
    return {
      ...common,
      budget: `≤ ${ratioText(budget.times)}${processText}`,
      held: ratio !== undefined && ratio <= budget.times && none,
    }
  if ('more' in budget)
    return {
      ...common,
      ratio: against === undefined ? '' : `${signed(extra)} over ${against.what}`,
      budget: `< ${timeText(budget.more)} over it${processText}`,
      held: extra < budget.more && none,
    }
  return { ...common, budget: `< ${amount(budget.under)}${processText}`, held: cost < budget.under && none }
}

/** A time in the unit that a person would choose. */
export function timeText(µs: number): string {
  if (µs >= 1_000_000) return `${(µs / 1_000_000).toFixed(2)} s`
  if (µs >= 1000) return `${(µs / 1000).toFixed(µs >= 100_000 ? 0 : µs >= 10_000 ? 1 : 2)} ms`
  return `${µs.toFixed(µs >= 100 ? 0 : 1)} µs`
}

function signed(µs: number): string {
  return µs < 0 ? `−${timeText(-µs)}` : timeText(µs)
}

function ratioText(ratio: number): string {
  return ratio < 0.1 ? `1/${(1 / ratio).toFixed(0)}` : `${ratio.toFixed(2)}×`
}
