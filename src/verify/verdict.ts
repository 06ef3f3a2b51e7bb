import { judgeEntries, judgeLogins, type Classify, type EntryVerdict, type ObservedHome } from './entries.ts'
import { judgeRuns, judgeStrays, type Names, type PlannedRun, type RunVerdict } from './runs.ts'
import type { SeenRequest } from './model-server.ts'

/** Everything that was seen. */
export interface Observations {
  runs: readonly PlannedRun[]
  requests: readonly SeenRequest[]
  names: Names
  /** The base codex home and those of the accounts. */
  homes: readonly ObservedHome[]
  /** Paths that codex has made where only the decoys of the environment lead. */
  decoyEntries: readonly string[]
  /** Scripts that did not end well, each in a line. */
  scriptFailures: readonly string[]
}

export interface Verdict {
  ok: boolean
  runs: RunVerdict[]
  entries: EntryVerdict[]
  /** All that is not as promised, each in a line. */
  findings: string[]
}

/** Holds what was seen against what swop promises. */
export function judge(seen: Observations, classify: Classify): Verdict {
  const runs = judgeRuns(seen.runs, seen.requests, seen.names)
  const entries = judgeEntries(seen.homes, classify)
  const findings = [
    ...(runs.length === 0 ? ['codex was not run at all'] : []),
    ...runs.flatMap((run) => run.findings),
    ...judgeStrays(seen.runs, seen.requests, seen.names),
    ...judgeLogins(seen.homes),
    ...entries.flatMap((entry) => entry.findings),
    ...seen.decoyEntries.map((path) => `the environment's decoy was written to: ${path}`),
    ...seen.scriptFailures,
  ]
  return { ok: findings.length === 0, runs, entries, findings }
}
