import { Failure, exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import type { Command, Context } from '../ui/command.ts'

// These change the calling shell, which no program can. The functions hand over only what they can't make sense of.

interface Options {
  name?: string | undefined
}

/** `swop use`, typed where the functions are not loaded, or wrongly. */
export const use: Command<Options> = {
  options: (yargs) =>
    yargs
      .strict(false)
      .positional('name', { type: 'string', describe: "an account's name, or - for the one before" })
      .example('swop use work', 'activate an account')
      .example('swop use -', 'back to the one before'),
  run: ({ name }, context) => explain('use', context, (account) => evalLine(account, context), name),
}

/** `swop off`, typed where the functions are not loaded, or wrongly. */
export const off: Command<object> = {
  options: (yargs) => yargs.strict(false).example('swop off', 'end the activation'),
  run: (_options, context) => explain('off', context, () => evalLine('off', context), 'off'),
}

/** `swop run`, typed where the functions are not loaded, or wrongly. */
export const run: Command<Options & { cmd?: string[] | undefined }> = {
  options: (yargs) =>
    yargs
      .strict(false)
      .positional('name', { type: 'string', describe: "an account's name" })
      .positional('cmd', { type: 'string', array: true, describe: 'the command and its arguments' })
      .example('swop run work -- codex login', 'run one command under an account'),
  run: ({ name }, context) =>
    explain('run', context, (account) => `(${evalLine(account, context)} && exec cmd)`, name),
}

function explain(
  word: string,
  { env }: Context,
  without: (account: string) => string,
  name: string | undefined,
): never {
  const usage = { use: 'swop use <name>', off: 'swop off', run: 'swop run <name> -- cmd…' }[word] ?? ''
  if (env.SWOP_SHELL)
    throw new Failure(
      `wrong usage of 'swop ${word}'`,
      `it is: ${usage}; 'swop list' shows the accounts`,
      exitCodes.usage,
    )
  const shell = detectDialect(env, parentProgram())
  const load =
    shell === 'fish' ? 'swop init fish | source' : `eval "$(swop init ${shell === 'sh' ? 'bash' : shell})"`
  throw new Failure(
    `'swop ${word}' is a shell function, which this shell has not loaded`,
    `load it: ${load}; or without it: ${without(name === undefined || name === '-' ? '<name>' : name)}`,
    exitCodes.usage,
  )
}

function evalLine(account: string, { env }: Context): string {
  return detectDialect(env, parentProgram()) === 'fish'
    ? `swop env ${account} | source`
    : `eval "$(swop env ${account})"`
}
