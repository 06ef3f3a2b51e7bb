import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { loginTask, presentLogin } from '../life/login-task.ts'
import { logOut, logoutMeaning } from '../life/logout.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { agrees, canAsk } from '../ui/ask.ts'
import { printData, printNote } from '../ui/print.ts'
import { noteSessions } from './log-in.ts'
import { noteStopped } from './stopped.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  yes: boolean
}

/** `swop logout <account>`: `codex logout` under an account. */
export const logout: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'do not ask' })
      .example('swop logout work', 'the account itself stays, with everything but its login')
      .example('swop logout work --yes', 'in a script'),

  run: async ({ name, yes }, { env }) => {
    const task = loginTask(findRoot(env), accountName(name), env)
    printNote(`swop: ${logoutMeaning(name, presentLogin(task))}`)
    noteSessions(task)
    if (!yes && !canAsk())
      throw new Failure(
        `'swop logout ${name}' asks first, and there is no terminal`,
        'use --yes',
        exitCodes.usage,
      )
    if (!yes && !(await agrees(`Log ${name} out?`))) {
      printNote(`Nothing has changed; ${name} is as it was.`)
      return exitCodes.failed
    }
    noteStopped(await logOut(task))
    printData(`Logged out ${name}.\n`)
    return exitCodes.done
  },
}
