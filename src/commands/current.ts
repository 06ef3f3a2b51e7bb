import { findRoot, type Environment } from '../accounts/root.ts'
import { hasAccount } from '../accounts/names.ts'
import { whatBecameOf } from '../accounts/store.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { activationLine } from '../shell/lines.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

/** `swop current`: the account that is active in this shell. */
export const current: Command<object> = {
  options: (yargs) =>
    yargs
      .example('swop current', 'its name')
      .example('swop current || swop use work', 'activate one unless one is active'),

  plain: (words) => (words.length === 0 ? {} : undefined),

  run: (_options, { env }) => {
    const name = env.SWOP_ACCOUNT
    if (!name) {
      printNote('No account is active in this shell; activate one: swop use <name>')
      return exitCodes.failed
    }
    if (!hasAccount(findRoot(env), name)) throw gone(name, env)
    printData(`${name}\n`)
    return exitCodes.done
  },
}

/** The name alone would pass for an account's in a prompt or a script. */
function gone(name: string, env: Environment): Failure {
  const became = whatBecameOf(findRoot(env), name)
  const off = env.SWOP_SHELL ? 'swop off' : activationLine('off', detectDialect(env, parentProgram()))
  return new Failure(
    `${name}, which is active in this shell, is gone${became ? `: ${became}` : ''}`,
    `put everything back: ${off}`,
    exitCodes.noSuchAccount,
  )
}
