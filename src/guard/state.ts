import { shownHidden, type Guard } from '../codex/guard-profile.ts'
import type { Probe } from './probe.ts'
import type { WaysOut } from './ways-out.ts'

/** How an account's guard stands. */
export interface GuardState {
  account: string
  /** `open`: switched on, and yet a command can read, or may be able to */
  guard: 'off' | 'on' | 'open'
  /** folders and patterns of files that commands can't read */
  denied: string[]
  /** the profile that it adds to */
  extends?: string
  /** codex's, if it could be asked */
  version?: string
  /** what else it changes */
  notes: string[]
  /** why it is open */
  problems: string[]
  /** what on this machine switches it off where it is used */
  switches: string[]
}

/** What was found out about one account. */
export interface Found {
  account: string
  guard: Guard
  /** whether its config.toml is not as it should be */
  stale: boolean
  out: WaysOut
  /** undefined when there was nothing to try */
  probe: Probe | undefined
}

/** Says whether a guard holds: only what was tried, and worked, counts. */
export function verdictOn({ account, guard, stale, out, probe }: Found): GuardState {
  const problems = [
    ...(guard.problem === undefined ? [] : [guard.problem]),
    ...(stale ? [`its config.toml is not up to date: run swop sync ${account}`] : []),
    ...out.always.map((path) => `${path} decides about the sandbox, and goes before config.toml`),
    ...(probe ? problemsOf(probe) : []),
  ]
  return {
    account,
    guard: problems.length > 0 ? 'open' : 'on',
    denied: guard.problem === undefined ? shownHidden(guard.hidden) : [],
    ...(guard.extends === undefined ? {} : { extends: guard.extends }),
    ...(probe?.version === undefined ? {} : { version: probe.version }),
    notes: guard.note === undefined ? [] : [guard.note],
    problems,
    switches: out.sometimes,
  }
}

function problemsOf({ version, readable, problem }: Probe): string[] {
  if (problem !== undefined && version !== undefined && isBefore(version, [0, 169]))
    return [`codex ${version} could not try it (${problem}); 0.92 ignores the guard, 0.169 heeds it`]
  if (problem !== undefined && version === undefined) return [`it could not be tried: ${problem}`]
  if (problem !== undefined)
    return [
      `codex could run no command in its sandbox: ${problem}; until that is cured, or swop guard off, none of its commands will run`,
    ]
  return readable.map((path) => `a command in codex's sandbox can open ${path}`)
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [m = 0, n = 0] = version.split('.').map(Number)
  return m < major || (m === major && n < minor)
}
