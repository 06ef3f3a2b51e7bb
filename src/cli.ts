import type { Argv } from 'yargs'
import { resolve } from 'node:path'
import { Failure, exitCodes, type ExitCode } from './platform/failure.ts'
import { printFailure } from './ui/funnel.ts'
import { printData, printNote } from './ui/print.ts'
import { commands, hidden } from './commands/table.ts'
import { workIn } from './platform/working-folder.ts'
import { findRoot } from './accounts/root.ts'
import { isOutdated } from './shell/stamp.ts'
import { nearest } from './accounts/nearest.ts'
import { exitLine } from './ui/exits.ts'
import { examplesText, helpText } from './ui/help.ts'
import { misuse } from './ui/misuse.ts'
import { recorded } from './ui/recorded.ts'
import type { Command, Context } from './ui/command.ts'

declare const __SWOP_VERSION__: string
/** the commit and the day of the build */
declare const __SWOP_BUILD__: string
/** which version of the generated files this build writes */
declare const __SWOP_WRITER__: string

/** What yargs 18 shows of itself beyond its types. */
interface YargsInside {
  getInternalMethods: () => { getUsageInstance: () => { cacheHelpMessage: () => void } }
}

/**
 * Runs the command line, and ends the process with the documented exit code.
 * @param place whether the working folder is the one that swop was started in
 */
export async function main(place: Parameters<typeof workIn>[0]): Promise<void> {
  workIn(place)
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
      installation: {
        node: process.execPath,
        script: resolve(import.meta.dirname, 'bin.cjs'),
        writer: __SWOP_WRITER__,
      },
      version: __SWOP_VERSION__,
      passedOn: isPassedOn ? argv.slice(own.length + 1) : [],
    }
    const [word] = argv
    if (word === undefined) return await (await import('./commands/overview.ts')).overview.run({}, context)
    const entry = [...commands, ...hidden].find(({ usage }) => nameOf(usage) === word)
    if (['help', '--help', '-h'].includes(word)) {
      printData(helpText(commands))
      return exitCodes.done
    }
    if (entry === undefined && word !== '--version') throw unknownCommand(word)
    if (entry !== undefined && !leavesAlone(own)) await upgradeFirst(context)
    const plain = (await entry?.load())?.plain?.(argv.slice(1))
    if (entry && plain) return await (await entry.load()).run(plain, context)
    const parser =
      entry === undefined
        ? await program()
        : (await program()).command(
            entry.usage,
            entry.summary,
            async (yargs: Argv) => withExamples(await entry.load(), yargs).epilogue(exitLine(entry.exits)),
            async (options) => {
              code = await (await entry.load()).run(options, context)
            },
          )
    await parser.parseAsync(isPassedOn ? own : [...argv]).catch((error: unknown) => {
      throw isMisuse(error) ? misused(error.message, argv, entry?.usage) : error
    })
    return code
  } catch (error) {
    return printFailure(error, asJson, forEval)
  }
}

/** What only explains, only plans, or takes everything away writes nothing before. */
function leavesAlone(own: readonly string[]): boolean {
  return (
    ['uninstall', 'verify'].includes(own[0] ?? '') ||
    ['--help', '--version', '--dry-run'].some((option) => own.includes(option))
  )
}

async function upgradeFirst(context: Context): Promise<void> {
  let root
  try {
    root = findRoot(context.env)
  } catch {
    return // which the command itself will say
  }
  if (isOutdated(root)) await (await import('./commands/upgrade.ts')).upgrade(root, context)
}

function nameOf(usage: string): string | undefined {
  return usage.split(' ')[0]
}

/**
 * yargs would break the lines of examples, which are there to be pasted; and for each command that runs it would make the
 * whole help text, to show it with an error, which is not done here.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
function withExamples(command: Command<any>, yargs: Argv): Argv {
  yargs.example = () => yargs
  const inside = (yargs as unknown as YargsInside).getInternalMethods()
  inside.getUsageInstance().cacheHelpMessage = () => {}
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

/** The name that yargs gives to its own errors. */
const misuseName = 'YError'

function isMisuse(error: unknown): error is Error {
  return error instanceof Error && error.name === misuseName
}

function misused(message: string, typed: readonly string[], usage: string | undefined): Failure {
  const hint =
    usage === undefined ? "see 'swop --help'" : `it is: swop ${usage}; see 'swop ${nameOf(usage)} --help'`
  return new Failure(misuse(message, typed), hint, exitCodes.usage)
}

/** Loaded here, since much is answered without it. */
async function program(): Promise<Argv> {
  const { default: yargs } = await import('yargs')
  return (
    // Without a folder it would ask for the working one, which may be gone.
    yargs([], '/')
      .scriptName('swop')
      .locale('en')
      .version(`${__SWOP_VERSION__} (${__SWOP_BUILD__})`)
      .parserConfiguration({ 'populate--': false, 'parse-numbers': false, 'parse-positional-numbers': false })
      .strict()
      .demandCommand(1, 'No command given')
      .exitProcess(false)
      // What was typed wrongly comes as a message, what a command threw as an error; the one funnel prints both.
      .fail((message: string | null, error?: Error) => {
        throw message === null ? error : Object.assign(new Error(message), { name: misuseName })
      })
  )
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
