import { classify } from '../../codex/classify.ts'
import type { TraceReport } from './report.ts'

/** What one codex version does with one entry (or with one path outside of the homes). */
export interface SeenEntry {
  name: string
  places: string[]
  actions: string[]
  verdicts: string[]
  /** False when neither the share map nor the table of harmless places has it. */
  known: boolean
}

export interface Comparison {
  /** False when something is new that the share map does not know. */
  ok: boolean
  from: string
  to: string
  new: SeenEntry[]
  gone: SeenEntry[]
  changed: { name: string; from: SeenEntry; to: SeenEntry }[]
}

/** What is different between two codex versions, by what they were seen to do. */
export function compare(from: TraceReport, to: TraceReport): Comparison {
  const [before, after] = [seenIn(from), seenIn(to)]
  const fresh = [...after.values()].filter(({ name }) => !before.has(name))
  return {
    ok: fresh.every(({ known }) => known),
    from: from.testedOn.codex.version,
    to: to.testedOn.codex.version,
    new: fresh,
    gone: [...before.values()].filter(({ name }) => !after.has(name)),
    changed: [...after.values()].flatMap((entry) => {
      const earlier = before.get(entry.name)
      const same = earlier === undefined || JSON.stringify(earlier) === JSON.stringify(entry)
      return same ? [] : [{ name: entry.name, from: earlier, to: entry }]
    }),
  }
}

/** The comparison for people, as Markdown. */
export function markdownComparison({ from, to, new: fresh, gone, changed }: Comparison): string {
  const line = ({ name, actions, places, known }: SeenEntry) =>
    `- \`${name}\`: ${actions.join(', ')}, in ${places.join(', ')}${known ? '' : ' (**unknown to the share map**)'}`
  const sections = [
    `# codex ${from} and ${to}`,
    section('New', fresh.map(line)),
    section('Gone', gone.map(line)),
    section(
      'Changed',
      changed.map(
        ({ name, from: one, to: other }) => `- \`${name}\`: ${described(one)} → ${described(other)}`,
      ),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function described({ actions, places, verdicts }: SeenEntry): string {
  return `${actions.join(', ')} in ${places.join(', ')}, ${verdicts.join(', ')}`
}

function section(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.length === 0 ? 'Nothing.' : lines.join('\n')}`
}

function seenIn({ commands }: TraceReport): Map<string, SeenEntry> {
  const seen = new Map<string, SeenEntry>()
  for (const { entry, path, place, actions, verdict } of commands.flatMap(({ writes }) => writes)) {
    const name = entry?.replace(/^(\.tmp|\.auth-)[A-Za-z0-9]{6}$/, '$1*') ?? path
    const known = entry === undefined ? expected.includes(place) : isKnown(entry)
    const earlier = seen.get(name) ?? { name, places: [], actions: [], verdicts: [], known }
    seen.set(name, {
      name,
      known,
      places: united(earlier.places, [place]),
      actions: united(earlier.actions, actions),
      verdicts: united(earlier.verdicts, [verdict]),
    })
  }
  return new Map([...seen].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** By the share map of today, which may be younger than the report. */
function isKnown(entry: string): boolean {
  return classify(entry, { inBase: false, kind: 'file' }).known
}

/** Where a write outside of the codex homes is no surprise. */
const expected = ['account', 'base', 'project', 'harmless']

function united(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}
