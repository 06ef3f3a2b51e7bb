import type { ExitCode } from '../platform/failure.ts'
import type { Context } from '../ui/command.ts'

/**
 * A command that people wait for, in a file of its own with nothing in it that the plain case does not need: neither the
 * other commands nor what reads their options. Undefined for everything else, which is the whole command line's business;
 * so is what is thrown, before anything is printed.
 * @param words behind the command's name
 * @returns what prints the answer
 */
export type Plain = (
  words: readonly string[],
  context: Pick<Context, 'env' | 'installation'>,
) => (() => ExitCode) | undefined
