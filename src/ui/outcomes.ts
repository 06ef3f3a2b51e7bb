import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { describeAction, type Step } from '../home/step.ts'
import { printData, printNote } from './print.ts'
import type { Outcome } from '../home/apply.ts'

/**
 * Reports what a reconcile did: changes on stdout, what it left on stderr.
 * @param quiet for activations: only what needs a person
 * @returns exit code 4 when something is not as it should be
 */
export function printOutcomes(outcomes: readonly Outcome[], { quiet }: { quiet: boolean }): ExitCode {
  let code: ExitCode = exitCodes.done
  for (const outcome of outcomes) {
    const { path, why, failure } = outcome
    if (failure) printNote(`swop: ${failure.message}; ${failure.hint}`)
    else if (outcome.outcome === 'left')
      printNote(`swop: left as it is: ${path}: ${why}; move it where it belongs, then run swop sync`)
    else if (!quiet) printData(describeStep(outcome))
    if (failure || outcome.outcome === 'left') code = exitCodes.drift
  }
  return code
}

/** A step in words, with a line for each action. */
export function describeStep({ path, why, actions, outcome }: Step): string {
  if (outcome === 'unknown') return `unknown entry ${path} (${why})\n`
  if (outcome === 'left') return `leave ${path} (${why})\n`
  return actions.map((action) => `${describeAction(action)} (${why})\n`).join('')
}
