import { exitCodes } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

/** `swop current`: the account that is active in this shell. */
export const current: Command<object> = {
  options: (yargs) =>
    yargs
      .example('swop current', 'its name')
      .example('swop current || swop use work', 'activate one unless one is active'),

  run: (_options, { env }) => {
    if (env.SWOP_ACCOUNT) {
      printData(`${env.SWOP_ACCOUNT}\n`)
      return exitCodes.done
    }
    printNote('No account is active in this shell; activate one: swop use <name>')
    return exitCodes.failed
  },
}
