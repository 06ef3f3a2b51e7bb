import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { loginTask } from '../life/login-task.ts'
import { logIn } from './log-in.ts'
import { loginWords, withLoginOptions, type LoginOptions } from './login-options.ts'
import type { Command } from '../ui/command.ts'

interface Options extends LoginOptions {
  name: string
}

/** `swop login <account>`: `codex login` under an account. */
export const login: Command<Options> = {
  options: (yargs) =>
    withLoginOptions(
      yargs.positional('name', { type: 'string', demandOption: true, describe: "an account's name" }),
    )
      .example('swop login work', 'in the browser')
      .example('swop login work --device-auth', 'on a machine without one')
      .example('printenv KEY | swop login work --with-api-key', 'swop does not see the key'),

  run: ({ name, ...typed }, { env, passedOn }) =>
    logIn(loginTask(findRoot(env), accountName(name), env), loginWords(typed, passedOn)),
}
