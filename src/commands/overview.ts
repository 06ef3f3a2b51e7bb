import { findRoot } from '../accounts/root.ts'
import { readConfig } from '../accounts/store.ts'
import { chooser } from '../explain/rows.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { activationLine } from '../shell/lines.ts'
import { inspectLogins } from '../status/inspect.ts'
import { overview as linesOf, type Standing } from '../status/overview.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
import type { Command } from '../ui/command.ts'

/** `swop` alone: where this shell stands, and what to type next. */
export const overview: Command<object> = {
  options: (yargs) => yargs,

  run: (_options, { env }) => {
    const all = inspectLogins(findRoot(env), env)
    const facts = all.find(({ active }) => active)
    if (env.SWOP_ACCOUNT && !facts)
      printNote(`swop: ${env.SWOP_ACCOUNT}, which is active here, is gone; put everything back: swop off`)
    const standing: Standing = {
      facts: facts ?? all.find(({ isAccount }) => !isAccount),
      from: sourceOf(env),
      folder: env.SWOP_BINDING,
      accounts: all.filter(({ isAccount }) => isAccount).map(({ name }) => name),
      functions: Boolean(env.SWOP_SHELL),
      offLine: activationLine('off', detectDialect(env, parentProgram())),
    }
    printData(`${linesOf(standing).join('\n')}\n`)
    return exitCodes.done
  },
}

function sourceOf(env: Environment): Standing['from'] {
  const chosen = chooser({ env })
  if (chosen !== 'account') return chosen
  return env.SWOP_ACCOUNT === defaultOf(env) ? 'default' : 'by hand'
}

/** Broken settings are for `swop list` to report. */
function defaultOf(env: Environment): string | undefined {
  try {
    return readConfig(findRoot(env))?.default
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
