import { findRoot } from '../accounts/root.ts'
import { stopDaemon } from '../codex/daemon.ts'
import { codexProcesses, codexProcessesOf } from '../codex/processes.ts'
import { findCodex } from '../codex/program.ts'
import { readConfig } from '../accounts/store.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { baselineOf } from '../env/baseline.ts'
import { loginTask } from '../life/login-task.ts'
import { exitCodes } from '../platform/failure.ts'
import { daemonsOf, type Daemon } from '../status/daemons.ts'
import { realHomeName } from '../status/inspect.ts'
import { span } from '../status/span.ts'
import { printData } from '../ui/print.ts'
import { table } from '../ui/table.ts'
import type { Environment } from '../accounts/root.ts'
import type { CodexInHome } from '../codex/daemon.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
  stop?: string | undefined
  unused?: boolean | undefined
}

/** `swop daemons`: the app-server daemons that codex has left running, and whose login and environment they have. */
export const daemons: Command<Options> = {
  options: (yargs) =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'as a JSON array; null means not known' })
      .option('stop', {
        type: 'string',
        requiresArg: true,
        describe: `stop an account's by codex's own command; ${realHomeName}: the real home's`,
      })
      .option('unused', {
        type: 'boolean', // without a default: yargs would take that for given, and ask for --stop
        implies: 'stop',
        describe: 'only if no other codex is open under it',
      })
      .example('swop daemons', 'whose they are, and where they were started')
      .example('swop daemons --stop work', 'the next codex of the account starts another one'),

  run: async ({ json, stop, unused }, { env }) => {
    const root = findRoot(env)
    if (stop !== undefined) {
      const home = homeOf(root, stop, env)
      if (unused && codexProcessesOf(home.codexHome).some(({ role }) => role === 'session')) {
        if (json) printData(`${JSON.stringify({ daemon: false, updater: false })}\n`)
        else printData(`A codex is open under ${stop}: its daemon stays.\n`)
        return exitCodes.done
      }
      const stopped = await stopDaemon(home)
      const parts = [stopped.daemon && 'daemon', stopped.updater && 'updater'].filter((part) => part)
      if (json) printData(`${JSON.stringify(stopped)}\n`)
      else
        printData(
          parts.length > 0
            ? `Stopped the ${parts.join(' and the ')} of ${stop}.\n`
            : `None is running for ${stop}.\n`,
        )
      return exitCodes.done
    }
    const found = daemonsOf(codexProcesses(), root, realCodexHome(root, env))
    if (json) printData(`${JSON.stringify(found, null, 2)}\n`)
    else printData(found.length > 0 ? tableOf(found, Date.now()) : 'No daemon of codex is running.\n')
    return exitCodes.done
  },
}

function homeOf(root: string, name: string, env: Environment): CodexInHome {
  if (name !== realHomeName) return loginTask(root, name, env).home
  const codexHome = realCodexHome(root, env)
  const baseline = baselineOf(env)
  return { codex: findCodex(env), codexHome, env: { ...baseline, CODEX_HOME: codexHome } }
}

function realCodexHome(root: string, env: Environment): string {
  return (readConfig(root)?.real ?? realHomeOf(baselineOf(env))).codexHome
}

function tableOf(found: readonly Daemon[], now: number): string {
  const rows = found.map(({ account, codexHome, isGone, pid, updater, version, since, startedFrom }) => [
    account ?? (isGone ? `(gone) ${codexHome}` : codexHome),
    version ?? '',
    since ? span(now - since.getTime()) : '',
    startedFrom ?? '(gone)',
    String(pid ?? ''),
    String(updater ?? ''),
  ])
  return table([['ACCOUNT', 'CODEX', 'AGE', 'STARTED FROM', 'PID', 'UPDATER'], ...rows])
}
