import { findCodex } from '../codex/program.ts'
import { codexProcessesOf, type CodexProcess } from '../codex/processes.ts'
import { stopDaemon, type Stopped } from '../codex/daemon.ts'
import { environmentInside } from '../env/inside.ts'
import { planEnv } from '../env/plan.ts'
import { Failure } from '../platform/failure.ts'
import type { Account } from '../accounts/store.ts'
import type { Config } from '../accounts/settings.ts'
import type { Environment } from '../accounts/root.ts'

/** The codex processes that somebody would miss; a daemon and its updater start anew by themselves. */
export function busyCodex(codexHome: string): CodexProcess[] {
  return codexProcessesOf(codexHome).filter(({ role }) => role === 'session' || role === 'other')
}

/** Processes in words. */
export function processList(processes: readonly CodexProcess[]): string {
  return processes.map(({ command, pid }) => `${command} (pid ${pid})`).join(', ')
}

/** @throws Failure when codex is at work under an account */
export function refuseBusy({ name, layout }: Pick<Account, 'name' | 'layout'>): void {
  const busy = busyCodex(layout.codexHome)
  if (busy.length === 0) return
  throw new Failure(
    `codex is running under '${name}': ${processList(busy)}`,
    'end it first, or use --force: it would lose its home',
  )
}

/**
 * Stops the daemon that codex has left running for an account, updater included: it would go on with the login, and in a
 * home that is gone.
 * @throws Failure when it does not stop, or there is no codex to stop it with
 */
export async function stopAccountDaemon(
  root: string,
  config: Config,
  { layout, settings }: Account,
  env: Environment,
): Promise<Stopped> {
  const { codexHome } = layout
  const running = codexProcessesOf(codexHome).some(({ role }) => role === 'daemon' || role === 'updater')
  if (!running) return { daemon: false, updater: false }
  const inside = environmentInside(env, planEnv(root, layout, settings.isolation, config.real))
  return stopDaemon({ codex: findCodex(env), codexHome, env: inside })
}
