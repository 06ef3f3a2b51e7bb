import { randomBytes } from 'node:crypto'
import { Failure } from '../platform/failure.ts'
import { lastLine, type Children, type Outcome } from './children.ts'
import type { Binary, Stage } from './stage.ts'

/** What is needed to run something on the stage. */
export interface Trial {
  stage: Stage
  children: Children
  /** Nothing of the user's in it. */
  environment: Readonly<Record<string, string>>
}

/** The two accounts; names that need no quoting in any shell. */
export const accountsOnTrial = ['verifyA', 'verifyB'] as const

/** ms. Everything takes about a second on an idle machine; far beyond that, something hangs. */
export const timeLimit = 30_000

/** A key that nobody has; recognisable, should it ever turn up somewhere. */
export function madeUpKey(owner: string): string {
  return `sk-swop-verify-${owner}-${randomBytes(12).toString('hex')}`
}

/** @returns the first thing in a program's `--version` that looks like one; '' when it has none */
export async function versionOf(trial: Trial, file: string): Promise<string> {
  // codex writes into its home even for --version (codex.md, section 2), so this one has a home to spoil.
  const spare = { HOME: trial.stage.spare, CODEX_HOME: trial.stage.spare }
  const { stdout } = await runStep(trial, file, ['--version'], { ...trial.environment, ...spare })
  return /\d+\.\d+(\.[\w.-]+)?/.exec(stdout)?.[0] ?? ''
}

/**
 * Makes an account as a user would.
 * @throws Failure with what swop said
 */
export async function addAccount(trial: Trial, account: string, { node, script }: Binary): Promise<void> {
  const outcome = await runStep(trial, node, [script, 'add', account], trial.environment)
  if (outcome.exitCode !== 0) throw stepFailure('swop add', account, outcome)
}

/**
 * The environment of an account, as swop tells it to programs.
 * @throws Failure with what swop said
 */
export async function accountEnvironment(
  trial: Trial,
  account: string,
  { node, script }: Binary,
): Promise<Record<string, string>> {
  const outcome = await runStep(trial, node, [script, 'env', account, '--format', 'json'], trial.environment)
  if (outcome.exitCode !== 0) throw stepFailure('swop env', account, outcome)
  const environment: Record<string, string> = { ...trial.environment }
  for (const [name, value] of Object.entries(JSON.parse(outcome.stdout) as Record<string, string | null>)) {
    if (value === null) delete environment[name]
    else environment[name] = value
  }
  return environment
}

/**
 * Logs an account in with its key, in its own environment.
 * @throws Failure with what codex said
 */
export async function logIn(
  trial: Trial,
  account: string,
  key: string,
  codex: string,
  binary: Binary,
): Promise<void> {
  const environment = await accountEnvironment(trial, account, binary)
  const outcome = await runStep(trial, codex, ['login', '--with-api-key'], environment, `${key}\n`)
  if (outcome.exitCode !== 0) throw stepFailure('codex login', account, outcome)
}

function runStep(
  { children, stage }: Trial,
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Outcome> {
  return children.run({ file, arguments: words, environment, folder: stage.work, input }, timeLimit)
}

function stepFailure(step: string, account: string, outcome: Outcome): Failure {
  return new Failure(
    `${step} failed for the throw-away account ${account}: ${lastLine(outcome)}`,
    `see whether '${step}' works in your own shell`,
  )
}
