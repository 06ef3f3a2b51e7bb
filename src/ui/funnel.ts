import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { printData, printNote } from './print.ts'

/**
 * The one place that prints an error: a line on stderr, the hint behind it, and with --json the same as an
 * object on stdout. `swop env` also prints `false;`, since eval of nothing succeeds.
 * @param error anything that was thrown
 * @param asJson whether the command was asked for JSON
 * @param forEval whether stdout is going to be evaluated by a shell
 * @returns the exit code that goes with the error
 */
export function printFailure(error: unknown, asJson: boolean, forEval: boolean): ExitCode {
  const failure = error instanceof Failure ? error : unexpected(error)
  if (forEval) printData('false;\n')
  if (asJson) {
    const { message, hint, exitCode } = failure
    printData(`${JSON.stringify({ error: { message, hint, exitCode } })}\n`)
  }
  printNote(`swop: ${oneLine(failure.message)}; ${oneLine(failure.hint)}`)
  return failure.exitCode
}

function unexpected(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return new Failure(
    `unexpected error: ${message}`,
    'this is a bug in swop, please report it',
    exitCodes.failed,
  )
}

/** A path may hold a newline; a message is one line all the same. */
function oneLine(text: string): string {
  return text.replaceAll('\n', String.raw`\n`)
}
