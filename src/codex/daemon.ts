import * as z from 'zod/mini'
import { codexProcessesOf, type CodexProcess } from './processes.ts'
import { Failure } from '../platform/failure.ts'
import { ask, endProcess } from '../platform/programs.ts'
import type { Environment } from '../accounts/root.ts'

/** A codex home, and what is needed to run codex in it. */
export interface CodexInHome {
  /** codex's file */
  codex: string
  codexHome: string
  /** the whole environment of the account: a daemon keeps the one of its start */
  env: Environment
}

/** What was stopped. */
export interface Stopped {
  daemon: boolean
  updater: boolean
}

const patience = 30_000 // ms; a daemon waits for the turns that are running
const updaterPatience = 5_000 // ms; it has nothing to finish

// The last line that `codex app-server daemon stop|restart` prints (0.169.0).
const answerSchema = z.object({ status: z.string() })

/** The daemon and the updater that run for a codex home. */
export function daemonProcesses(codexHome: string): CodexProcess[] {
  return codexProcessesOf(codexHome).filter(({ role }) => role === 'daemon' || role === 'updater')
}

/**
 * Stops the app-server daemon of a codex home with codex's own command, and then its updater, which `daemon stop`
 * leaves behind (0.169.0) and for which codex has no command: it ends at SIGTERM and removes its socket. Starts nothing
 * when there is none.
 * @throws Failure when one of them goes on
 */
export async function stopDaemon(home: CodexInHome): Promise<Stopped> {
  const running = daemonProcesses(home.codexHome)
  const daemon = running.some(({ role }) => role === 'daemon')
  if (daemon) await command(home, 'stop', ['stopped', 'notRunning'])
  const updaters = running.filter(({ role }) => role === 'updater')
  await Promise.all(updaters.map((updater) => endOne(home, updater)))
  const left = daemonProcesses(home.codexHome)
  if (left.length > 0) {
    const pids = left.map(({ role, pid }) => `${role} ${pid}`).join(', ')
    throw new Failure(
      `codex's ${pids} is still running in ${home.codexHome}`,
      'end its sessions, then try again',
    )
  }
  return { daemon, updater: updaters.length > 0 }
}

/**
 * Ends a daemon and its updater whose codex home is gone. With the home the daemon's pid file has gone, so that codex's
 * own command says `notRunning`; at SIGTERM both end by themselves, and remove their socket (0.169.0).
 * @param codexHome as the processes have it in their environment
 * @throws Failure when one of them goes on
 */
export async function endOrphans(codexHome: string): Promise<number[]> {
  const orphans = daemonProcesses(codexHome)
  const ended = await Promise.all(orphans.map((orphan) => endOne({ codexHome }, orphan)))
  const left = orphans.filter((_, index) => !ended[index])
  if (left.length === 0) return orphans.map(({ pid }) => pid)
  throw new Failure(
    `codex's ${left.map(({ role, pid }) => `${role} ${pid}`).join(', ')} does not end`,
    'end its sessions, then try again',
  )
}

/**
 * Restarts the app-server daemon of a codex home with codex's own command, in the environment of the account: it reads
 * the login anew, and the sessions that are open on it go on (codex.md, section 6).
 * @returns false when there is none: `daemon restart` would start one
 * @throws Failure when it can't be restarted
 */
export async function restartDaemon(home: CodexInHome): Promise<boolean> {
  if (!daemonProcesses(home.codexHome).some(({ role }) => role === 'daemon')) return false
  await command(home, 'restart', ['restarted', 'started'])
  return true
}

async function command(home: CodexInHome, verb: string, wanted: readonly string[]): Promise<void> {
  const words = ['app-server', 'daemon', verb]
  const { stdout, stderr, timedOut } = await ask(home.codex, words, home.env, patience)
  const status = statusIn(stdout)
  if (status !== undefined && wanted.includes(status)) return
  const reason = timedOut ? `no answer in ${patience / 1000} s` : status || stderr.trim().split('\n').at(-1)
  throw new Failure(
    `codex app-server daemon ${verb} failed in ${home.codexHome}: ${reason || 'no answer'}`,
    'end the codex sessions of the account, then run it again under the account',
  )
}

function statusIn(stdout: string): string | undefined {
  try {
    return z.parse(answerSchema, JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).status
  } catch {
    return undefined
  }
}

async function endOne(
  { codexHome }: Pick<CodexInHome, 'codexHome'>,
  updater: CodexProcess,
): Promise<boolean> {
  const isStillIt = () =>
    daemonProcesses(codexHome).some(
      ({ pid, role, since }) =>
        pid === updater.pid && role === updater.role && since?.getTime() === updater.since?.getTime(),
    )
  return endProcess(updater.pid, isStillIt, updaterPatience)
}
