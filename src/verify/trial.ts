import fs from 'fs-extra'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { Children, lastLine, type Outcome } from './children.ts'
import { script, type FoundShell, type Session } from './shells.ts'
import { decoyEnvironment, type Binary, type Stage } from './stage.ts'
import type { PlannedRun } from './runs.ts'

/** What is needed to run something on the stage. */
export interface Trial {
  stage: Stage
  children: Children
  /** Nothing of the user's in it. */
  environment: Readonly<Record<string, string>>
}

/** The two accounts; names that need no quoting in any shell. */
export const accountsOnTrial = ['verifyA', 'verifyB'] as const

/** How often codex is run in each session: more is slower, and fewer would not be "several times". */
const runsPerSession = 2

// ms. Each takes well under a second on an idle machine; far beyond that, something hangs.
const stepLimit = 30_000
const sessionLimit = 60_000

/** A key that nobody has; recognisable, should it ever turn up somewhere. */
export function madeUpKey(owner: string): string {
  return `sk-swop-verify-${owner}-${randomBytes(12).toString('hex')}`
}

/**
 * @param file the program, or undefined for one that prints no version
 * @returns the first thing in the program's `--version` that looks like one; '' when there is none
 */
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
export async function addAccount(
  trial: Trial,
  account: string,
  { node, script: bin }: Binary,
): Promise<void> {
  const outcome = await runStep(trial, node, [bin, 'add', account], trial.environment)
  if (outcome.exitCode !== 0) throw stepFailure('swop add', account, outcome)
}

/**
 * Logs an account in, in its own environment.
 * @param key goes to codex through a pipe, as no command line is private
 * @throws Failure with what swop or codex said
 */
export async function logIn(
  trial: Trial,
  account: string,
  key: string,
  codex: string,
  { node, script: bin }: Binary,
): Promise<void> {
  const told = await runStep(trial, node, [bin, 'env', account, '--format', 'json'], trial.environment)
  if (told.exitCode !== 0) throw stepFailure('swop env', account, told)
  const environment: Record<string, string> = { ...trial.environment }
  for (const [name, value] of Object.entries(JSON.parse(told.stdout) as Record<string, string | null>)) {
    if (value === null) delete environment[name]
    else environment[name] = value
  }
  const outcome = await runStep(trial, codex, ['login', '--with-api-key'], environment, `${key}\n`)
  if (outcome.exitCode !== 0) throw stepFailure('codex login', account, outcome)
}

/**
 * Runs codex under both accounts at once, in one shell after the other.
 * @param decoyKey what the environment has for a key before an account is activated
 * @returns the runs that should have reached the server, and what went wrong with the scripts, each in a line
 */
export async function runSessions(
  trial: Trial,
  shells: readonly FoundShell[],
  decoyKey: string,
): Promise<{ runs: PlannedRun[]; scriptFailures: string[] }> {
  const held: HeldSession[] = []
  const environment = { ...trial.environment, ...decoyEnvironment(trial.stage, decoyKey) }
  for (const shell of shells) {
    for (const way of shell.ways) {
      const sessions = accountsOnTrial.map((account) => planSession(shell.name, way, account))
      held.push(
        ...(await Promise.all(
          sessions.map((session) => holdSession(trial, session, shell.path, environment)),
        )),
      )
    }
  }
  return {
    runs: held.flatMap(({ runs }) => runs),
    scriptFailures: held.map(({ failure }) => failure).filter((failure) => failure !== undefined),
  }
}

interface HeldSession {
  runs: PlannedRun[]
  failure: string | undefined
}

async function holdSession(
  { stage, children }: Trial,
  session: Session,
  path: string,
  environment: Readonly<Record<string, string>>,
): Promise<HeldSession> {
  const { shell, way, account, runs } = session
  const file = join(stage.scripts, `${shell}-${way}-${account}`)
  fs.writeFileSync(file, script(session))
  const outcome = await children.run(
    { file: path, arguments: [file], environment, folder: stage.work },
    sessionLimit,
  )
  return {
    runs: runs.map((id, index) => ({ id, shell, way, account, number: index + 1, shellPid: outcome.pid })),
    failure:
      outcome.exitCode === 0
        ? undefined
        : `${shell}, ${way}, ${account}: the script failed: ${lastLine(outcome)}`,
  }
}

function planSession(shell: string, way: Session['way'], account: string): Session {
  const runs = Array.from({ length: runsPerSession }, (_, index) => `${shell}-${way}-${account}-${index + 1}`)
  return { shell, way, account, runs }
}

function runStep(
  { children, stage }: Trial,
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Outcome> {
  return children.run({ file, arguments: words, environment, folder: stage.work, input }, stepLimit)
}

function stepFailure(step: string, account: string, outcome: Outcome): Failure {
  return new Failure(
    `${step} failed for the throw-away account ${account}: ${lastLine(outcome)}`,
    `see whether '${step}' works in your own shell`,
  )
}
