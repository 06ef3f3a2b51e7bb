import fs from 'node:fs'
import { Failure } from '../../platform/failure.ts'
import { findCommand } from '../../platform/processes.ts'
import { lastLine, type Children } from '../children.ts'
import { timeLimit } from '../trial.ts'
import { fsUsageCommand } from './fs-usage.ts'
import type { Environment } from '../../accounts/root.ts'

/** How codex is watched: by strace, or by a log that fs_usage writes meanwhile. */
export type Watch = { by: 'strace'; strace: string } | { by: 'fs_usage'; log: string }

/**
 * @returns how codex can be watched on this machine
 * @throws Failure with what to do where it can't
 */
export function watchOf(
  { env, log }: { env: Environment; log?: string | undefined },
  platform: NodeJS.Platform,
): Watch {
  if (log !== undefined) {
    if (fs.existsSync(log)) return { by: 'fs_usage', log }
    throw new Failure(`there is no ${log}`, `start this first, in another terminal: ${fsUsageCommand(log)}`)
  }
  if (platform === 'darwin') {
    throw new Failure(
      'only root may trace on macOS',
      `in another terminal run: ${fsUsageCommand('swop-trace.log')} and meanwhile: swop verify --trace --trace-log swop-trace.log`,
    )
  }
  for (const name of ['strace', 'script'] as const) {
    if (findCommand(name, env.PATH) === undefined) {
      throw new Failure(`${name} is not on PATH`, `install it: ${installs[name]}`)
    }
  }
  return { by: 'strace', strace: findCommand('strace', env.PATH)! }
}

/**
 * In some containers tracing is forbidden.
 * @throws Failure when it is
 */
export async function tryStrace(children: Children, strace: string, folder: string): Promise<void> {
  const words = ['-o', '/dev/null', strace, '-V']
  const outcome = await children.run({ file: strace, arguments: words, environment: {}, folder }, timeLimit)
  if (outcome.exitCode === 0) return
  throw new Failure(
    `strace does not work here: ${lastLine(outcome)}`,
    'allow it: sysctl kernel.yama.ptrace_scope=1, or docker run --cap-add SYS_PTRACE',
  )
}

const installs = {
  strace: 'sudo apt-get install strace, sudo dnf install strace, or sudo pacman -S strace',
  script: 'sudo apt-get install bsdutils, or sudo dnf install util-linux-script',
}
