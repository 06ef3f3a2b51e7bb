import { exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { shellDialects } from '../shell/dialects/index.ts'
import { activationLine } from '../shell/lines.ts'
import { printData, printNote } from '../ui/print.ts'
import { programFormats, textForProgram, type ProgramFormat } from './env-program.ts'
import { textForShell } from './env-shell.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  shell?: ShellDialect | undefined
  format?: ShellDialect | ProgramFormat | undefined
}

/** `swop env <name>|off`: prints what activates an account, or what puts the baseline back. */
export const env: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name, or off" })
      .option('shell', {
        choices: shellDialects,
        requiresArg: true,
        describe: 'the shell that evaluates it (default: the one that asks)',
      })
      .option('format', {
        choices: [...shellDialects, ...programFormats],
        requiresArg: true,
        describe: 'for programs: json ({"NAME": "value" | null}) or dotenv',
      })
      .conflicts('shell', 'format')
      .example('eval "$(swop env work)"', 'in bash, zsh and sh')
      .example('swop env work | source', 'in fish')
      .example('eval "$(swop env off)"', 'end the activation'),

  run: async ({ name, shell, format }, context) => {
    const dialect = shell ?? format ?? detectDialect(context.env, parentProgram())
    if (dialect === 'json' || dialect === 'dotenv') {
      printData(await textForProgram(name, dialect, context))
      return exitCodes.done
    }
    printData(await textForShell(name, dialect, context))
    if (process.stdout.isTTY) {
      printNote(`To put this in force: ${activationLine(name, dialect)}`)
    }
    return exitCodes.done
  },
}
