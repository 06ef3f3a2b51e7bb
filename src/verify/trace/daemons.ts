import fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { daemonProcesses, stopDaemon, type CodexInHome } from '../../codex/daemon.ts'
import { Failure } from '../../platform/failure.ts'
import { ownProcesses, variablesOf } from '../../platform/process-table.ts'

/** Whether a codex home has had a daemon. */
export function hasDaemon(codexHome: string): boolean {
  return fs.existsSync(join(codexHome, 'app-server-daemon'))
}

/** Whether a daemon that is being started (its program is copied first) is there, with its updater. */
export function isDaemonWhole(codexHome: string): boolean {
  const socket = join(codexHome, 'app-server-control', 'app-server-control.sock')
  const updater = join(codexHome, 'app-server-daemon', 'daemon-updater.pid')
  return fs.lstatSync(socket, { throwIfNoEntry: false }) !== undefined && fs.existsSync(updater)
}

/**
 * Stops the daemon of a throw-away codex home and its updater, also when they are only just starting: then one of them
 * can appear after the other has been stopped.
 */
export async function endDaemons(home: CodexInHome): Promise<void> {
  try {
    await stopDaemon(home)
  } catch (error) {
    if (!(error instanceof Failure)) throw error // it says that one goes on, which is cured below
  }
  for (let turn = 0, quiet = 0; turn < 30 && quiet < 3; turn++) {
    const left = daemonProcesses(home.codexHome)
    quiet = left.length === 0 ? quiet + 1 : 0
    for (const { pid } of left) end(pid, turn < 15 ? 'SIGTERM' : 'SIGKILL')
    await pause(300)
  }
}

/** Kills everything that was started in a throw-away folder, by its words or by its home: at once, as the last thing. */
export function endAllIn(folder: string): void {
  const homes = ['CODEX_HOME', 'HOME']
  const isInside = (text: string) => text.includes(folder)
  for (const { pid, argv } of ownProcesses()) {
    if (pid === process.pid) continue
    if (argv.some(isInside) || Object.values(variablesOf(pid, homes)).some(isInside)) end(pid, 'SIGKILL')
  }
}

/** Removes what a daemon that was ended leaves in the temporary folder. */
export function removeSockets(paths: Iterable<string>): void {
  for (const path of paths) {
    for (const each of [path, `${path}.lock`]) fs.rmSync(each, { force: true })
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // ended meanwhile
  }
}
