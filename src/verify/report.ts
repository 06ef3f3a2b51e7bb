import { table } from '../ui/table.ts'
import type { EntryVerdict } from './entries.ts'
import type { RunVerdict } from './runs.ts'
import type { Verdict } from './verdict.ts'

/** What was run, for the head of the report. */
export interface Subjects {
  codex: { path: string; version: string }
  swop: string
  shells: ({ name: string; path: string; version: string } | { name: string; missing: true })[]
}

/** The report as an object, with a final newline. */
export function jsonReport(
  { codex, swop, shells }: Subjects,
  { ok, runs, entries, findings }: Verdict,
): string {
  const report = {
    ok,
    codex,
    swop,
    shells,
    runs: runs.map(({ number, key, home, parent, findings: faults, ...run }) => ({
      ...run,
      run: number,
      key: key ?? null,
      home: home ?? null,
      parent: parent ?? null,
      ok: faults.length === 0,
    })),
    entries: entries.map(({ findings: faults, ...entry }) => ({ ...entry, ok: faults.length === 0 })),
    findings,
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

/** The report for people: what was run, who was seen, what appeared on disk, and the verdict. */
export function textReport(subjects: Subjects, verdict: Verdict): string {
  const { ok, runs, entries, findings } = verdict
  const conclusion = ok
    ? `as promised: ${runs.length} runs of codex, each with its own account's key, from its own home\n`
    : `not as promised:\n${findings.map((finding) => `  ${finding}\n`).join('')}`
  return [subjectLines(subjects), runTable(runs), entryTable(entries), conclusion].filter(Boolean).join('\n')
}

function subjectLines({ codex, swop, shells }: Subjects): string {
  return table([
    ['swop', swop, ''],
    ['codex', codex.version, codex.path],
    ...shells.map((shell) =>
      'missing' in shell ? [shell.name, 'not found'] : [shell.name, shell.version, shell.path],
    ),
  ])
}

function runTable(runs: readonly RunVerdict[]): string {
  const groups = groupBy(runs, ({ shell, way, account }) => `${shell} ${way} ${account}`)
  const rows = groups.map((group) => {
    const { shell, way, account } = group[0]
    const good = group.filter(({ findings }) => findings.length === 0).length
    const seen = (value: (run: RunVerdict) => string | undefined) =>
      [...new Set(group.map((run) => value(run) ?? 'nothing seen'))].join(', ')
    return [
      shell,
      way,
      account,
      `${good} of ${group.length}`,
      seen(({ key }) => key),
      seen(({ home }) => home),
      seen(({ parent }) => parent),
    ]
  })
  return table([['shell', 'by', 'account', 'good', 'key of', 'home of', 'parent'], ...rows])
}

/** One row for all entries of a home that went the same way. */
function entryTable(entries: readonly EntryVerdict[]): string {
  const groups = groupBy(entries, (entry) => [entry.home, ...row(entry)].join('|'))
  if (groups.length === 0) return ''
  const rows = groups.map((group) => [
    group[0].home,
    ...row(group[0]),
    group.map(({ name }) => name).join(' '),
  ])
  return table([['home', 'class', 'state', 'as promised', 'entries'], ...rows])
}

function row({ share, known, state, findings }: EntryVerdict): string[] {
  return [known ? share : `${share} (unknown name)`, state, findings.length === 0 ? 'yes' : 'no']
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return [...groups.values()]
}
