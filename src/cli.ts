import yargs, { type Argv } from 'yargs'
import { resolve } from 'node:path'
import { Failure, exitCodes, type ExitCode } from './platform/failure.ts'
import { printFailure } from './ui/funnel.ts'
import { printData, printNote } from './ui/print.ts'
import { commands, hidden } from './commands/table.ts'
import { nearest } from './accounts/nearest.ts'
import { exitLine } from './ui/exits.ts'
import { examplesText, helpText } from './ui/help.ts'
import { recorded } from './ui/recorded.ts'
import type { Command, Context } from './ui/command.ts'

declare const __SWOP_VERSION__: string
/** the commit and the day of the build */
declare const __SWOP_BUILD__: string

/** Runs the command line, and ends the process with the documented exit code. */
export async function main(): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2))
  } catch (error) {
    // Not even the error could be printed: a full disk, or a terminal that is gone.
    printNote(
      `swop: ${error instanceof Error ? error.message : String(error)}; see whether there is room where the output goes`,
    )
    process.exitCode = exitCodes.failed
  }
}

async function run(typed: readonly string[]): Promise<ExitCode> {
  // `swop help use`
  const argv = typed[0] === 'help' && typed[1] !== undefined ? [typed[1], '--help'] : typed
  const own = ownWords(argv)
  const isPassedOn = commands.some(({ usage, passesOn }) => passesOn && nameOf(usage) === argv[0])
  const asJson = own.includes('--json') || formatOf(own) === 'json'
  const forEval = argv[0] === 'env' && !['json', 'dotenv'].includes(formatOf(own) ?? '')
  try {
    let code: ExitCode = exitCodes.done
    const context: Context = {
      env: process.env,
      installation: { node: process.execPath, script: resolve(import.meta.dirname, 'bin.cjs') },
      version: __SWOP_VERSION__,
      passedOn: isPassedOn ? argv.slice(own.length + 1) : [],
    }
    const [word] = argv
    if (word === undefined) return await (await import('./commands/overview.ts')).overview.run({}, context)
    const entry = [...commands, ...hidden].find(({ usage }) => nameOf(usage) === word)
    if (['help', '--help'].includes(word)) {
      printData(helpText(commands))
      return code
    }
    if (entry === undefined && word !== '--version') throw unknownCommand(word)
    const parser =
      entry === undefined
        ? program()
        : program().command(
            entry.usage,
            entry.summary,
            async (yargs: Argv) => withExamples(await entry.load(), yargs).epilogue(exitLine(entry.exits)),
            async (options) => {
              code = await (await entry.load()).run(options, context)
            },
          )
    await parser.parseAsync(isPassedOn ? own : [...argv])
    return code
  } catch (error) {
    return printFailure(error, asJson, forEval)
  }
}

function nameOf(usage: string): string | undefined {
  return usage.split(' ')[0]
}

/** yargs would break the lines of examples, which are there to be pasted. */
// oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
function withExamples(command: Command<any>, yargs: Argv): Argv {
  yargs.example = () => yargs
  return command.options(yargs).epilogue(examplesText(recorded(command).examples))
}

function unknownCommand(word: string): Failure {
  if (word.startsWith('-')) return new Failure(`unknown option ${word}`, 'see swop --help', exitCodes.usage)
  const meant = nearest(
    word,
    commands.map(({ usage }) => nameOf(usage) ?? ''),
  )
  const hint = meant ? `did you mean 'swop ${meant}'? See swop --help` : 'see swop --help'
  return new Failure(`unknown command '${word}'`, hint, exitCodes.usage)
}

function program(): Argv {
  return (
    yargs()
      .scriptName('swop')
      .locale('en')
      .version(`${__SWOP_VERSION__} (${__SWOP_BUILD__})`)
      .parserConfiguration({ 'populate--': false, 'parse-numbers': false, 'parse-positional-numbers': false })
      .strict()
      .demandCommand(1, 'No command given')
      .exitProcess(false)
      // What was typed wrongly comes as a message, what a command threw as an error; the one funnel prints both.
      .fail((message: string | null, error?: Error) => {
        throw error ?? new Failure(oneLine(message ?? 'wrong usage'), "see 'swop --help'", exitCodes.usage)
      })
  )
}

/** yargs lays some messages out in several lines. */
function oneLine(message: string): string {
  return message
    .replace(/^Unknown argument: (?=\w)/, 'unknown argument: ')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[.:]$/, '')
}

/** What stands behind `--` belongs to another program. */
function ownWords(argv: readonly string[]): readonly string[] {
  const index = argv.indexOf('--')
  return index === -1 ? argv : argv.slice(0, index)
}

function formatOf(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((word) => word === '--format' || word.startsWith('--format='))
  const word = argv[index]
  return word?.includes('=') ? word.slice('--format='.length) : argv[index + 1]
}
