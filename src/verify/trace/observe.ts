import fs from 'node:fs'
import { join } from 'node:path'
import { lastLine, type Command, type Outcome } from '../children.ts'
import { accountEnvironment, accountsOnTrial, madeUpKey, type Trial } from '../trial.ts'
import { tracedCommands, type TracedCommand } from './commands.ts'
import { endDaemons, hasDaemon, isDaemonWhole } from './daemons.ts'
import { groundOf, type Ground } from './ground.ts'
import { runsInLog, type Span } from './fs-usage.ts'
import { straceEvents, straceWords } from './strace.ts'
import { firstScreen, onTerminal } from './terminal.ts'
import type { Binary } from '../stage.ts'
import type { TracedRun } from './judge.ts'
import type { Watch } from './watch.ts'

/** ms. Under strace a start takes some seconds on a slow machine; the first screen waits for quiet besides. */
const limit = 120_000

/** What was seen. */
export interface Observed {
  ground: Ground
  runs: TracedRun[]
  /** Commands that did not end well, each in a line. */
  failures: string[]
}

/**
 * Runs every command under both accounts at once, watched.
 * @throws Failure when the accounts' environments can't be had
 */
export async function observe(trial: Trial, codex: string, binary: Binary, watch: Watch): Promise<Observed> {
  const { stage } = trial
  const ground = groundOf(stage, join(stage.work, '..'), accountsOnTrial)
  const actors = await Promise.all(
    ground.accounts.map(async (account) => ({
      account,
      key: madeUpKey(account.name),
      environment: { ...(await accountEnvironment(trial, account.name, binary)), TERM: 'xterm-256color' },
    })),
  )
  const observed: Observed = { ground, runs: [], failures: [] }
  const spans: Span[] = []
  for (const command of tracedCommands) {
    const start = secondsNow()
    await Promise.all(
      actors.map(async ({ account, key, environment }) => {
        const log = join(stage.scripts, `${tracedCommands.indexOf(command)}-${account.name}.log`)
        const prefix = watch.by === 'strace' ? [watch.strace, ...straceWords(log)] : []
        const outcome = await perform(trial, command, [...prefix, codex], {
          environment,
          key,
          codexHome: account.codexHome,
        })
        if (!command.terminal && outcome.exitCode !== 0) {
          observed.failures.push(`${command.name} failed under ${account.name}: ${lastLine(outcome)}`)
        }
        if (watch.by === 'fs_usage') return
        const events = fs.existsSync(log) ? straceEvents(fs.readFileSync(log, 'utf8'), stage.work) : []
        observed.runs.push({ command: command.name, account: account.name, events })
      }),
    )
    spans.push({ command: command.name, start, end: secondsNow() })
  }
  if (watch.by === 'fs_usage') {
    observed.runs.push(...runsInLog(fs.readFileSync(watch.log, 'utf8'), spans, ground.accounts))
  }
  return observed
}

async function perform(
  { children, stage }: Trial,
  { words, input, terminal }: TracedCommand,
  program: readonly string[],
  actor: { environment: Record<string, string>; key: string; codexHome: string },
): Promise<Outcome> {
  const { environment, key, codexHome } = actor
  const all = [...program, ...words]
  const [file = '', ...rest] = terminal ? onTerminal(process.platform, all) : all
  const command: Command = { file, arguments: rest, environment, folder: stage.work }
  if (input) command.input = input(key)
  if (!terminal) return children.run(command, limit)

  let stopping: Promise<void> | undefined
  const stop = async () => {
    if (hasDaemon(codexHome)) await endDaemons({ codex: program.at(-1)!, codexHome, env: environment })
  }
  const ready = () => !hasDaemon(codexHome) || isDaemonWhole(codexHome)
  command.converse = (type) => firstScreen(type, ready, () => void (stopping ??= stop()))
  const outcome = await children.run(command, limit)
  await (stopping ?? stop()) // strace waits for the daemon, so it has been stopped already, unless nobody traced
  return outcome
}

/** fs_usage writes the local time of day. */
function secondsNow(): number {
  const now = new Date()
  return now.getHours() * 3600 + now.getMinutes() * 60 + now.getSeconds() + now.getMilliseconds() / 1000
}
