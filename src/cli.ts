import yargs, { type Argv } from 'yargs'
import { resolve } from 'node:path'
import { Failure, exitCodes, type ExitCode } from './platform/failure.ts'
import { printFailure } from './ui/funnel.ts'
import { printNote } from './ui/print.ts'
import type { Command, Context } from './ui/command.ts'

declare const __SWOP_VERSION__: string

interface Entry {
  usage: string
  summary: string
  /** whether what stands behind `--` is for codex: yargs would read it, too */
  passesOn?: true
  // oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
  load: () => Promise<Command<any>>
}

const commands: readonly Entry[] = [
  {
    usage: 'setup [shells..]',
    summary: 'Load the functions and completions in your shells',
    load: async () => (await import('./commands/setup.ts')).setup,
  },
  {
    usage: 'add <name>',
    summary: 'Make an account',
    passesOn: true,
    load: async () => (await import('./commands/add.ts')).add,
  },
  {
    usage: 'rename <old> <new>',
    summary: 'Give an account another name',
    load: async () => (await import('./commands/rename.ts')).rename,
  },
  {
    usage: 'remove <name>',
    summary: 'Move an account to backups',
    load: async () => (await import('./commands/remove.ts')).remove,
  },
  {
    usage: 'restore <backup>',
    summary: 'Bring back what was moved to backups',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  {
    usage: 'backups [action]',
    summary: 'List what was moved aside, or delete what is old',
    load: async () => (await import('./commands/backups.ts')).backups,
  },
  {
    usage: 'login <name>',
    summary: 'Log an account in with codex',
    passesOn: true,
    load: async () => (await import('./commands/login.ts')).login,
  },
  {
    usage: 'logout <name>',
    summary: 'Log an account out with codex',
    load: async () => (await import('./commands/logout.ts')).logout,
  },
  {
    usage: 'list',
    summary: 'List the accounts and their logins',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    usage: 'status [account]',
    summary: 'Say all about one login, and what to do about it',
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    usage: 'current',
    summary: 'Print the account that is active in this shell',
    load: async () => (await import('./commands/current.ts')).current,
  },
  {
    usage: 'usage [accounts..]',
    summary: 'Show how much of the limits of each account is left',
    load: async () => (await import('./commands/usage.ts')).usage,
  },
  {
    usage: 'best',
    summary: 'Name the account with most left of its limits',
    load: async () => (await import('./commands/best.ts')).best,
  },
  {
    usage: 'env <name>',
    summary: 'Print what activates an account (or `off`), for eval',
    load: async () => (await import('./commands/env.ts')).env,
  },
  {
    usage: 'use [name]',
    summary: 'Activate an account in this shell (a shell function)',
    load: async () => (await import('./commands/functions.ts')).use,
  },
  {
    usage: 'off',
    summary: 'Put the environment back as it was (a shell function)',
    load: async () => (await import('./commands/functions.ts')).off,
  },
  {
    usage: 'run [name] [cmd..]',
    summary: 'Run one command under an account (a shell function)',
    load: async () => (await import('./commands/functions.ts')).run,
  },
  {
    usage: 'init <shell>',
    summary: 'Print the shell functions',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    usage: 'sync [names..]',
    summary: 'Bring accounts in order with the real home',
    load: async () => (await import('./commands/sync.ts')).sync,
  },
  {
    usage: 'bind <name> [dir]',
    summary: 'Bind a folder to an account',
    load: async () => (await import('./commands/bind.ts')).bind,
  },
  {
    usage: 'unbind [dir]',
    summary: 'Take a binding away',
    load: async () => (await import('./commands/unbind.ts')).unbind,
  },
  {
    usage: 'bindings',
    summary: 'List the bound folders',
    load: async () => (await import('./commands/bindings.ts')).bindings,
  },
  {
    usage: 'default [name]',
    summary: 'Set the account of new shells (or `none`)',
    load: async () => (await import('./commands/default.ts')).defaultAccount,
  },
  {
    usage: 'direnv <action>',
    summary: 'Make `use swop <account>` known to direnv',
    load: async () => (await import('./commands/direnv.ts')).direnv,
  },
  {
    usage: 'envrc <name> [dir]',
    summary: 'Write `use swop <account>` into an .envrc',
    load: async () => (await import('./commands/envrc.ts')).envrc,
  },
  {
    usage: 'explain [variables..]',
    summary: 'Say where each variable comes from, and what codex would use',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    usage: 'own <name> <path>',
    summary: "Make an entry of the home an account's own",
    load: async () => (await import('./commands/own.ts')).own,
  },
  {
    usage: 'share <name> <path>',
    summary: 'Share an entry again that was made own',
    load: async () => (await import('./commands/share.ts')).share,
  },
  {
    usage: 'config <action> [key] [value]',
    summary: 'Read and change settings, of all accounts or of one',
    load: async () => (await import('./commands/config.ts')).config,
  },
  {
    usage: 'doctor [accounts..]',
    summary: 'Say what is the matter on this machine, and cure what is safe',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    usage: 'daemons',
    summary: "List codex's daemons, or stop one",
    load: async () => (await import('./commands/daemons.ts')).daemons,
  },
  {
    usage: 'guard <action> [account]',
    summary: "Hide other accounts' logins from commands that codex runs",
    load: async () => (await import('./commands/guard.ts')).guard,
  },
  {
    usage: 'verify [newer]',
    summary: 'Prove on this machine that two accounts stay apart',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    usage: 'uninstall',
    summary: 'Give the rc files back as they were; the accounts stay',
    load: async () => (await import('./commands/uninstall.ts')).uninstall,
  },
]

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

async function run(argv: readonly string[]): Promise<ExitCode> {
  const own = ownWords(argv)
  const isPassedOn = commands.some(({ usage, passesOn }) => passesOn && usage.split(' ')[0] === argv[0])
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
    const parser = entriesFor(argv).reduce((all, { usage, summary, load }) => {
      return all.command(
        usage,
        summary,
        async (yargs: Argv) => (await load()).options(yargs),
        async (options) => {
          code = await (await load()).run(options, context)
        },
      )
    }, program())
    await parser.parseAsync(argv.length === 0 ? ['--help'] : isPassedOn ? own : argv)
    return code
  } catch (error) {
    return printFailure(error, asJson, forEval)
  }
}

/** The command that was called; all of them when that is none, for help and for what else could have been meant. */
function entriesFor([word]: readonly string[]): readonly Entry[] {
  const called = commands.filter(({ usage }) => usage.split(' ')[0] === word)
  return called.length > 0 ? called : commands
}

function program(): Argv {
  return (
    yargs()
      .scriptName('swop')
      .usage(
        '$0 <command>\n\nSeveral Codex accounts on one machine, each shell on its own, at the same time.',
      )
      .locale('en')
      .version(__SWOP_VERSION__)
      .parserConfiguration({ 'populate--': false, 'parse-numbers': false, 'parse-positional-numbers': false })
      .strict()
      .recommendCommands()
      .demandCommand(1, 'No command given')
      .epilogue('Exit codes: 0 done, 1 failed, 2 usage, 3 no such account, 4 drift or a failed check')
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
    .replace(/^Unknown argument: (?=\w)/, 'unknown command or argument: ')
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
