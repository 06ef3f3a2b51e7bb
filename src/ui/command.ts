import type { Argv } from 'yargs'
import type { Exits } from './exits.ts'
import type { ExitCode } from '../platform/failure.ts'
import type { Environment } from '../accounts/root.ts'

/** What a command may know of the process that it runs in. */
export interface Context {
  env: Environment
  /** how to start swop again: node's and the script's absolute paths; and which version of the generated files it writes */
  installation: { node: string; script: string; writer: string }
  version: string
  /** what was typed behind `--`, for commands that pass it on to codex */
  passedOn: readonly string[]
}

/** What a command's file exports: its arguments, and what it does. */
export interface Command<Options> {
  options: (yargs: Argv) => Argv<Options>
  /** The options that the words behind the command's name say, if they are plain: for that, yargs is not even loaded. */
  plain?: (words: readonly string[]) => Options | undefined
  run: (options: Options, context: Context) => Promise<ExitCode> | ExitCode
}

/** The parts of the help, in this order. */
export const groups = {
  accounts: 'Accounts',
  logins: 'Logins',
  shell: 'This shell',
  folders: 'Folders',
  homes: 'Homes and settings',
  checks: 'Checks and installation',
} as const

/** A row of the table of commands. */
export interface Entry {
  usage: string
  summary: string
  group: keyof typeof groups
  /** what its exit codes mean beyond 0 (done) and 2 (usage) */
  exits?: Exits
  /** whether what stands behind `--` is for codex: yargs would read it, too */
  passesOn?: true
  // oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
  load: () => Promise<Command<any>>
}
