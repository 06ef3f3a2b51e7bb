import { basename } from 'node:path'
import type { Ancestor } from './connection.ts'
import type { SeenRequest } from './model-server.ts'
import type { Way } from './shells.ts'

/** A run of codex that was meant to happen. */
export interface PlannedRun {
  /** What its environment called it, and so what the server heard. */
  id: string
  shell: string
  way: Way
  account: string
  number: number
  shellPid: number | undefined
}

/** Names for what must never be printed, or is too long to: keys and folders. A Map, value → name. */
export interface Names {
  keys: ReadonlyMap<string, string>
  homes: ReadonlyMap<string, string>
}

/** What the server saw of one run, by name. */
export interface RunVerdict extends Omit<PlannedRun, 'id' | 'shellPid'> {
  /** Whose key; `none` when codex sent none, `unknown` when it was nobody's, undefined when there was no request. */
  key: string | undefined
  /** Whose codex home. */
  home: string | undefined
  /** What started codex. */
  parent: string | undefined
  findings: string[]
}

/**
 * @param requests all that the server has seen
 * @returns a verdict for each run: findings where it was not as promised
 */
export function judgeRuns(
  runs: readonly PlannedRun[],
  requests: readonly SeenRequest[],
  names: Names,
): RunVerdict[] {
  return runs.map((run) =>
    judgeRun(
      run,
      requests.filter((request) => request.run === run.id),
      names,
    ),
  )
}

/** @returns a finding for each request that belongs to none of the runs: something else was started, or leaked out */
export function judgeStrays(
  runs: readonly PlannedRun[],
  requests: readonly SeenRequest[],
  names: Names,
): string[] {
  const ids = new Set(runs.map(({ id }) => id))
  return requests
    .filter(({ run }) => run === undefined || !ids.has(run))
    .map(({ key }) => `a request that belongs to no run, with ${belonging(nameOf(key, names.keys), 'key')}`)
}

function judgeRun(run: PlannedRun, requests: readonly SeenRequest[], names: Names): RunVerdict {
  const { shell, way, account, number, shellPid } = run
  const label = `${shell}, ${way}, ${account}, run ${number}`
  const turn = requests.find(({ path }) => path.endsWith('/responses'))
  const verdict = { shell, way, account, number }
  if (turn === undefined) {
    const findings = [`${label}: the server saw nothing of it`]
    return { ...verdict, key: undefined, home: undefined, parent: undefined, findings }
  }
  // Every request counts, that for the list of models too: one wrong key among them is a leak.
  const key = worst(
    requests.map((request) => nameOf(request.key, names.keys)),
    account,
  )
  const home = worst(
    requests.map((request) => nameOf(request.codexHome, names.homes)),
    account,
  )
  const { pid, name: parent } = starterOf(turn.ancestry)
  const findings: string[] = []
  if (key !== account) findings.push(`${label}: codex sent ${belonging(key, 'key')}`)
  if (home !== account) findings.push(`${label}: codex ran in ${belonging(home, 'codex home')}`)
  if (pid === undefined) findings.push(`${label}: codex's process could not be found`)
  else if (pid !== shellPid) findings.push(`${label}: codex was started by ${parent}, not by the shell`)
  return { ...verdict, key, home, parent: pid === shellPid ? shell : parent, findings }
}

/**
 * The process that started codex, npm's launcher of codex aside.
 * @param ancestry codex first
 */
function starterOf(ancestry: readonly Ancestor[]): { pid: number | undefined; name: string } {
  const [, parent, grandparent] = ancestry
  const starter = parent && isLauncher(parent.argv) ? grandparent : parent
  return { pid: starter?.pid, name: basename(starter?.argv[0] ?? 'unknown') }
}

/** npm's package is a script, bin/codex.js, that starts the real program and waits for it (both versions). */
export function isLauncher(argv: readonly string[]): boolean {
  const [program = '', ...rest] = argv
  const script = rest.find((word) => !word.startsWith('-')) ?? ''
  return (
    ['node', 'nodejs', 'bun'].includes(basename(program)) && ['codex', 'codex.js'].includes(basename(script))
  )
}

function nameOf(value: string | undefined, names: ReadonlyMap<string, string>): string {
  return value ? (names.get(value) ?? 'unknown') : 'none'
}

function belonging(name: string, thing: string): string {
  if (name === 'none') return `no ${thing}`
  return name === 'unknown' ? `an unknown ${thing}` : `${name}'s ${thing}`
}

function worst(seen: readonly string[], expected: string): string {
  return seen.find((name) => name !== expected) ?? expected
}
