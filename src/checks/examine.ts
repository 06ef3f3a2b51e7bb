import { setImmediate as breathe } from 'node:timers/promises'
import { Failure } from '../platform/failure.ts'
import { fast, slow } from './registry.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

/** A finding, and the check that has it. */
export interface Found extends Finding {
  check: string
  lookedAt: string
}

/**
 * Lets every check look; the slow ones wait for their programs meanwhile. Changes nothing.
 * @param onProgress how many checks are through, and which was the last
 * @returns the findings in the order of the checks
 */
export async function examine(
  machine: Machine,
  onProgress: (done: number, all: number, check: string) => void,
): Promise<Found[]> {
  const all = fast.length + slow.length
  let done = 0
  const run = async (check: Check): Promise<Found[]> => {
    const findings = await findingsOf(check, machine)
    onProgress((done += 1), all, check.name)
    return findings
  }
  const waiting = Promise.all(slow.map(run))
  const found: Found[] = []
  for (const check of fast) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, and the answers of the slow ones in between
    found.push(...(await run(check)))
    // oxlint-disable-next-line no-await-in-loop
    await breathe()
  }
  return [...found, ...(await waiting).flat()]
}

/** How many checks there are. */
export const checkCount = fast.length + slow.length

/** What one check can't look at does not hide what the others find. */
async function findingsOf(check: Check, machine: Machine): Promise<Found[]> {
  const by = { check: check.name, lookedAt: check.looksAt }
  try {
    const findings = await check.inspect(machine)
    return findings.map((finding) => ({ ...by, ...finding }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const why = `the check '${check.name}' could not look at it`
    return [{ ...by, found: error.message, why, todo: error.hint }]
  }
}
