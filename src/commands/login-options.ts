import type { Argv } from 'yargs'
import { Failure, exitCodes } from '../platform/failure.ts'
import type { LoginFlag } from '../codex/program.ts'
import type { LoginWords } from './log-in.ts'

const flags = ['device-auth', 'with-api-key', 'with-access-token'] as const

/** The ways to log in, as `login` and `add --login` take them. */
export interface LoginOptions {
  'device-auth'?: boolean | undefined
  'with-api-key'?: boolean | undefined
  'with-access-token'?: boolean | undefined
}

/**
 * Codex's own names, so that nobody has to learn others.
 * @param only the option that these go with
 */
export function withLoginOptions<Others>(yargs: Argv<Others>, only?: string): Argv<Others & LoginOptions> {
  const all = yargs
    .option('device-auth', { type: 'boolean', describe: 'by a code that you enter in a browser anywhere' })
    .option('with-api-key', { type: 'boolean', describe: 'with an API key, which codex reads from stdin' })
    .option('with-access-token', {
      type: 'boolean',
      describe: 'with an access token, which codex reads from stdin',
    })
    .conflicts('device-auth', ['with-api-key', 'with-access-token'])
    .conflicts('with-api-key', 'with-access-token')
  return (only ? flags.reduce((some, flag) => some.implies(flag, only), all) : all) as never
}

/** @throws Failure when there are words for codex, and no login that they could be for */
export function refuseWords(passedOn: readonly string[]): void {
  if (passedOn.length === 0) return
  throw new Failure(
    `unknown argument: ${passedOn[0]}`,
    'only a login takes options for codex',
    exitCodes.usage,
  )
}

/**
 * @param passedOn what was typed behind `--`
 * @returns what `codex login` is to be started with
 */
export function loginWords(typed: LoginOptions, passedOn: readonly string[]): LoginWords {
  const chosen = flags.find((name) => typed[name])
  return { flag: chosen && (`--${chosen}` satisfies LoginFlag), rest: passedOn }
}
