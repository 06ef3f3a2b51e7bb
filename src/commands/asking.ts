import { findCodex } from '../codex/program.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { Progress } from '../ui/progress.ts'
import { reportsOf } from '../usage/ask.ts'
import type { Argv } from 'yargs'
import type { Context } from '../ui/command.ts'
import type { Report } from '../usage/report.ts'
import type { Subject, Unfit } from '../usage/subjects.ts'

// What the commands have in common that ask every account's codex for its limits.

/** Their options. */
export interface Asking {
  timeout: string
  refresh: boolean
}

const longest = 600 // s

/** Adds the options. */
export function askingOptions(yargs: Argv): Argv<Asking> {
  return yargs
    .option('timeout', { type: 'string', default: '10', describe: 'seconds that each codex may take' })
    .option('refresh', { type: 'boolean', default: false, describe: 'ask anew, also within a minute' })
}

/**
 * Asks all of them, with a progress line on a terminal.
 * @throws Failure (usage) for a time limit that is none, and when there is no codex
 */
export async function askAll(
  subjects: readonly (Subject | Unfit)[],
  { timeout, refresh }: Asking,
  { env, version }: Context,
): Promise<Report[]> {
  const seconds = Number(timeout)
  if (!(seconds > 0 && seconds <= longest)) {
    const message = `--timeout ${timeout} is no number of seconds`
    throw new Failure(message, `give it a number up to ${longest}`, exitCodes.usage)
  }
  const progress = new Progress()
  try {
    return await reportsOf(subjects, {
      codex: () => findCodex(env),
      version,
      limit: seconds * 1000,
      refresh,
      onProgress: (answered, of) => progress.show(`swop: asking codex: ${answered} of ${of} answered`),
    })
  } finally {
    progress.clear()
  }
}
