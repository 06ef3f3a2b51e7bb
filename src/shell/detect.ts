import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Environment } from '../accounts/root.ts'
import type { ShellDialect } from '../accounts/layout.ts'

// Whatever is not here is no shell: make, a script's python, an editor.
const dialectOf: Record<string, ShellDialect> = {
  bash: 'bash',
  rbash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  sh: 'sh',
  dash: 'sh',
  ash: 'sh',
  busybox: 'sh',
  ksh: 'sh',
  ksh93: 'sh',
  mksh: 'sh',
  yash: 'sh',
}

/**
 * Which shell is going to evaluate the output: SWOP_SHELL (which the functions pass), else the parent process, else the
 * login shell, else sh.
 * @param parent the program that the parent process runs, as a path
 */
export function detectDialect(env: Environment, parent: string | undefined): ShellDialect {
  for (const program of [env.SWOP_SHELL, parent, env.SHELL]) {
    const dialect = program && dialectOf[basename(program).replace(/^-/, '')]
    if (dialect) return dialect
  }
  return 'sh'
}

/** The program of the parent process. Its name would not do: for a script with a #! line that is the script's. */
export function parentProgram(): string | undefined {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${process.ppid}/exe`)
    const { execFileSync } = require('node:child_process') as typeof import('node:child_process')
    return execFileSync('ps', ['-o', 'comm=', '-p', String(process.ppid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined // another user's process, or one that has ended
  }
}
