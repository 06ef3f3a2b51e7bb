import type { Argv } from 'yargs'
import type { ExitCode } from '../platform/failure.ts'
import type { Environment } from '../accounts/root.ts'

/** What a command may know of the process that it runs in. */
export interface Context {
  env: Environment
  /** how to start swop again: node's and the script's absolute paths */
  installation: { node: string; script: string }
  version: string
  /** what was typed behind `--`, for commands that pass it on to codex */
  passedOn: readonly string[]
}

/** What a command's file exports: its arguments, and what it does. */
export interface Command<Options> {
  options: (yargs: Argv) => Argv<Options>
  run: (options: Options, context: Context) => Promise<ExitCode> | ExitCode
}
