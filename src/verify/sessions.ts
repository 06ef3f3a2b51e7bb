import fs from 'fs-extra'
import { join } from 'node:path'
import { lastLine, type Outcome } from './children.ts'
import { script, type FoundShell, type Session } from './shells.ts'
import { decoyEnvironment } from './stage.ts'
import { accountsOnTrial, timeLimit, type Trial } from './trial.ts'
import type { PlannedRun } from './runs.ts'

/** How often codex is run in each session: more is slower, and fewer would not be "several times". */
const runsPerSession = 2

/** The runs that should have reached the server, and what went wrong with the scripts, each in a line. */
export interface SessionsHeld {
  runs: PlannedRun[]
  scriptFailures: string[]
}

/**
 * Runs codex under both accounts at once, in one shell after the other.
 * @param decoyKey what the environment has for a key before an account is activated
 */
export async function holdSessions(
  trial: Trial,
  shells: readonly FoundShell[],
  decoyKey: string,
): Promise<SessionsHeld> {
  const environment = { ...trial.environment, ...decoyEnvironment(trial.stage, decoyKey) }
  const held: SessionsHeld = { runs: [], scriptFailures: [] }
  for (const pair of shells.flatMap(planPairs)) {
    const outcomes = await Promise.all(pair.map((session) => holdSession(trial, session, environment)))
    pair.forEach((session, index) => record(held, session, outcomes[index]!))
    // What hangs in one shell would hang in each of them, half a minute every time.
    if (outcomes.some(({ timedOut }) => timedOut)) break
  }
  return held
}

interface PlannedSession extends Session {
  shellPath: string
}

/** Two sessions that are held at the same time, one for each account, for each way to activate them. */
function planPairs({ name, path, ways }: FoundShell): PlannedSession[][] {
  return ways.map((way) =>
    accountsOnTrial.map((account) => {
      const runs = Array.from(
        { length: runsPerSession },
        (_, index) => `${name}-${way}-${account}-${index + 1}`,
      )
      return { shell: name, shellPath: path, way, account, runs }
    }),
  )
}

function holdSession(
  { stage, children }: Trial,
  session: PlannedSession,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const file = join(stage.scripts, `${session.shell}-${session.way}-${session.account}`)
  fs.writeFileSync(file, script(session))
  const command = { file: session.shellPath, arguments: [file], environment, folder: stage.work }
  return children.run(command, timeLimit)
}

function record(held: SessionsHeld, { shell, way, account, runs }: PlannedSession, outcome: Outcome): void {
  runs.forEach((id, index) =>
    held.runs.push({ id, shell, way, account, number: index + 1, shellPid: outcome.pid }),
  )
  if (outcome.exitCode === 0) return
  held.scriptFailures.push(`${shell}, ${way}, ${account}: the script failed: ${lastLine(outcome)}`)
}
