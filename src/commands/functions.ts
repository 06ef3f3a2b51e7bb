import { Failure, exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { activationLine, bestLine, loadLine, runLine } from '../shell/lines.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import type { Command, Context } from '../ui/command.ts'

// These change the calling shell, which no program can. The functions hand over only what they can't make sense of.

interface Options {
  name?: string | undefined
  best?: boolean | undefined
}

/** `swop use`, typed where the functions are not loaded, or wrongly. */
export const use: Command<Options> = {
  options: (yargs) =>
    yargs
      .strict(false)
      .positional('name', { type: 'string', describe: "an account's name, or - for the one before" })
      .option('best', { type: 'boolean', describe: 'the account that `swop best` names' })
      .example('swop use work', 'activate an account')
      .example('swop use', 'choose one from a list')
      .example('swop use -', 'back to the one before'),
  run: ({ name, best }, context) => explain('use', context, best ? bestLine : activationLine, name),
}

/** `swop off`, typed where the functions are not loaded, or wrongly. */
export const off: Command<object> = {
  options: (yargs) =>
    yargs
      .strict(false)
      .example('swop off', 'end the activation')
      .example('eval "$(swop env off)"', 'the same where the functions are not loaded'),
  run: (_options, context) => explain('off', context, activationLine, 'off'),
}

/** `swop run`, typed where the functions are not loaded, or wrongly. */
export const run: Command<Options & { cmd?: string[] | undefined }> = {
  options: (yargs) =>
    yargs
      .strict(false)
      .positional('name', { type: 'string', describe: "an account's name" })
      .positional('cmd', { type: 'string', array: true, describe: 'the command and its arguments' })
      .example('swop run work -- codex login', 'run one command under an account')
      .example('swop run work -- env', 'what the command finds'),
  run: ({ name }, context) =>
    explain('run', context, (account, dialect) => runLine(account, 'cmd', dialect), name),
}

const usages = { use: 'swop use <name>, or swop use --best', off: 'swop off', run: 'swop run <name> -- cmd…' }

/** The error for words that a shell function can't make sense of. */
export function wrongUsage(word: keyof typeof usages): Failure {
  return new Failure(
    `wrong usage of 'swop ${word}'`,
    `it is: ${usages[word]}; 'swop list' shows the accounts`,
    exitCodes.usage,
  )
}

function explain(
  word: keyof typeof usages,
  { env }: Context,
  without: (account: string, dialect: ShellDialect) => string,
  name: string | undefined,
): never {
  if (env.SWOP_SHELL) throw wrongUsage(word)
  const dialect = detectDialect(env, parentProgram())
  throw new Failure(
    `'swop ${word}' is a shell function, which this shell has not loaded`,
    `load it: ${loadLine(dialect)} (in all new shells: swop setup); or without it: ${without(name === undefined || name === '-' ? '<name>' : name, dialect)}`,
    exitCodes.usage,
  )
}
