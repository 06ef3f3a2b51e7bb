import type { EntryFacts, ShareRule } from '../codex/share-map.ts'
import type { Entry, Folder } from '../home/entry.ts'

/** What the base codex home is called among the observed homes. */
export const baseName = 'base'

/** A codex home before the logins and after the last run. */
export interface ObservedHome {
  /** An account's name, or `baseName`. */
  name: string
  path: string
  before: Folder
  after: Folder
}

export interface EntryVerdict {
  /** An account's name, or `baseName`. */
  home: string
  name: string
  share: ShareRule['share']
  /** False for a name that the share map does not have. */
  known: boolean
  state: 'created' | 'replaced' | 'removed' | 'as it was'
  findings: string[]
}

export type Classify = (name: string, facts: EntryFacts) => ShareRule

/**
 * Holds the codex homes against the share map.
 * @param homes the base among them
 * @param classify the share map; a parameter, so that the judgement can be tested without it
 * @returns a verdict for each entry that was created, replaced or removed, or that is not as the share map says
 */
export function judgeEntries(homes: readonly ObservedHome[], classify: Classify): EntryVerdict[] {
  const base = homes.find(({ name }) => name === baseName)
  if (base === undefined) throw new Error('the base codex home was not observed')
  return homes
    .flatMap((home) => namesIn(home).map((name) => judgeEntry(name, home, base, classify)))
    .filter(({ state, findings }) => state !== 'as it was' || findings.length > 0)
}

/** @returns a finding for each account that has no login of its own: then it went somewhere else */
export function judgeLogins(homes: readonly ObservedHome[]): string[] {
  return homes
    .filter(({ name, after }) => name !== baseName && after.get('auth.json')?.kind !== 'file')
    .map(({ name }) => `${name}: has no auth.json of its own, although codex said that it had logged in`)
}

function judgeEntry(name: string, home: ObservedHome, base: ObservedHome, classify: Classify): EntryVerdict {
  const [before, after, inBase] = [home.before.get(name), home.after.get(name), base.after.get(name)]
  const kind = (inBase ?? after ?? before)?.kind ?? 'other'
  const rule = classify(name, { inBase: inBase !== undefined, kind })
  const state = changeOf(before, after)
  const { share, known } = rule
  // What to think of an unknown name is for a person to say: it is in the report, and no finding.
  const fault = !known
    ? undefined
    : home === base
      ? baseFault(name, rule, state, classify)
      : accountFault(name, rule, after, base)
  const findings = fault === undefined ? [] : [`${home.name}: ${name} ${fault} (${share}: ${rule.why})`]
  return { home: home.name, name, share, known, state, findings }
}

function namesIn({ before, after }: ObservedHome): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort()
}

function changeOf(before: Entry | undefined, after: Entry | undefined): EntryVerdict['state'] {
  if (before === undefined) return 'created'
  if (after === undefined) return 'removed'
  return before.kind === after.kind && before.target === after.target ? 'as it was' : 'replaced'
}

function accountFault(
  name: string,
  rule: ShareRule,
  entry: Entry | undefined,
  base: ObservedHome,
): string | undefined {
  if (rule.as === 'database') return entry && 'lies in the account'
  if (rule.share !== 'shared') return entry?.kind === 'link' ? 'is a link' : undefined
  if (entry === undefined) return 'has lost its link'
  const linked = entry.kind === 'link' && entry.target === `${base.path}/${name}`
  return linked ? undefined : `is not a link to the same entry of the base codex home`
}

function baseFault(
  name: string,
  rule: ShareRule,
  state: EntryVerdict['state'],
  classify: Classify,
): string | undefined {
  if (rule.share !== 'own' || state === 'as it was' || state === 'removed') return undefined
  // SQLite keeps these beside their database, so they are where it is.
  const database = name.replace(/-(wal|shm|journal)$/, '')
  if (database !== name && classify(database, { inBase: true, kind: 'file' }).share === 'shared')
    return undefined
  return `was ${state} in the base, by a run of an account`
}
