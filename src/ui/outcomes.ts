import { exitCodes, type ExitCode, type Failure } from '../platform/failure.ts'
import { describeAction, type Step } from '../home/step.ts'
import { printData, printNote } from './print.ts'
import { table } from './table.ts'
import type { Outcome } from '../home/apply.ts'

/**
 * Reports what a reconcile did: changes on stdout, what it left on stderr.
 * @param quiet for activations: only what needs a person
 * @returns exit code 4 when something is not as it should be
 */
export function printOutcomes(outcomes: readonly Outcome[], { quiet }: { quiet: boolean }): ExitCode {
  for (const outcome of outcomes) {
    const { path, why, failure } = outcome
    if (outcome.notice) printNote(`swop: ${outcome.notice}`)
    if (failure) printNote(`swop: ${failure.message}; ${failure.hint}`)
    else if (outcome.outcome === 'left')
      printNote(
        `swop: left as it is: ${path}: ${why}; ${outcome.hint ?? 'move it where it belongs, then run swop sync'}`,
      )
    else if (outcome.outcome === 'busy')
      printNote(`swop: not yet: ${path}: ${why}; run swop sync once that has ended`)
    else if (!quiet && outcome.outcome !== 'unknown') printData(describeStep(outcome))
  }
  if (!quiet) printUnknown(outcomes)
  return codeOf(outcomes)
}

const shownUnknown = 5

/** Some are news of a new codex; of thousands nobody reads more than the first. */
function printUnknown(outcomes: readonly Outcome[]): void {
  const unknown = outcomes.filter(({ outcome }) => outcome === 'unknown')
  for (const step of unknown.slice(0, shownUnknown)) printData(describeStep(step))
  const more = unknown.length - shownUnknown
  if (more > 0)
    printData(`… and ${more} unknown ${more === 1 ? 'entry' : 'entries'} more: swop sync --json\n`)
}

/** Exit code 4 when something is not as it should be: it was left, failed, or is only planned. */
export function codeOf(outcomes: readonly Outcome[]): ExitCode {
  return outcomes.some(({ outcome, failure }) => failure || outcome === 'left' || outcome === 'busy')
    ? exitCodes.drift
    : exitCodes.done
}

/** What was done, or would be, for one account. */
export interface Done {
  account: string
  steps: readonly Outcome[]
  /** it could not even be planned */
  error?: Failure
  exitCode?: ExitCode
}

/** A plan as a table, with a reason for each row; empty when there is nothing to do or to say. */
export function planTable(done: readonly Done[]): string {
  const rows = done.flatMap(({ account, steps }) =>
    steps.flatMap((step) => actionsOf(step).map((action) => [account, action, step.why])),
  )
  return rows.length > 0 ? table([['ACCOUNT', 'ACTION', 'REASON'], ...rows]) : ''
}

function actionsOf({ outcome, path, actions }: Step): string[] {
  if (outcome === 'change') return actions.map(describeAction)
  return [`${{ left: 'leave', busy: 'wait for', unknown: 'unknown entry', note: 'note' }[outcome]} ${path}`]
}

/** The same as an object. Texts that are written are left out: a token may stand in config.toml. */
export function outcomesAsJson({ account, steps, error }: Done): object {
  if (error) {
    const { message, hint, exitCode } = error
    return { account, error: { message, hint, exitCode } }
  }
  return {
    account,
    steps: steps.map(({ path, outcome, why, notice, actions, failure }) => ({
      entry: path,
      outcome,
      reason: why,
      ...(notice ? { notice } : {}),
      actions: actions.map((action) =>
        action.do === 'write' ? { do: action.do, path: action.path } : action,
      ),
      ...(failure ? { failure: { message: failure.message, hint: failure.hint } } : {}),
    })),
  }
}

/** A step in words, with a line for each action. */
export function describeStep({ path, why, actions, outcome }: Step): string {
  if (outcome === 'unknown') return `unknown entry ${path} (${why})\n`
  if (outcome === 'busy') return `wait for ${path} (${why})\n`
  if (outcome === 'left') return `leave ${path} (${why})\n`
  if (outcome === 'note') return `note ${path} (${why})\n`
  return actions.map((action) => `${describeAction(action)} (${why})\n`).join('')
}
