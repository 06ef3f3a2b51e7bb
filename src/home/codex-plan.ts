import { join } from 'node:path'
import { classify, standingEntries, type EntryFacts, type ShareRule } from '../codex/share-map.ts'
import { planSharedEntry } from './shared-entry.ts'
import type { Entry, Folder } from './entry.ts'
import type { Step } from './step.ts'

/** The two codex homes as they are. */
export interface CodexHomes {
  base: { path: string; resolved: string; entries: Folder }
  account: { path: string; entries: Folder }
  /** whether the `.env` of one of them outranks the login */
  dotenvOutranks: boolean
}

/**
 * Computes what brings an account's codex home to what the share map says.
 * @returns steps for the entries that are not in order, and a report of the unknown ones
 */
export function planCodexHome(homes: CodexHomes): Step[] {
  const { base, account } = homes
  const standing = new Map(standingEntries().map(({ name, as }) => [name, as]))
  const names = new Set([...standing.keys(), ...base.entries.keys(), ...account.entries.keys()])
  return [...names].sort().flatMap((name) => {
    const rule = classify(name, factsOf(name, homes))
    return [planEntry(name, rule, homes), reportUnknown(name, rule, homes)].filter(
      (step) => step !== undefined,
    )
  })
}

function planEntry(name: string, rule: ShareRule, { base, account }: CodexHomes): Step | undefined {
  const path = join(account.path, name)
  const target = join(base.path, name)
  const present = account.entries.get(name)
  const linked = present !== undefined && leadsInto(present, base)
  if (rule.as === 'database') {
    if (present === undefined) return undefined
    if (linked) return dropLink(path, present, rule.why)
    return {
      path,
      why: `a database of its own, not the shared one: ${rule.why}`,
      actions: [],
      outcome: 'left',
    }
  }
  if (rule.share !== 'shared') {
    if (linked) return dropLink(path, present, `must be the account's own: ${rule.why}`)
    if (rule.as !== 'login' || present?.kind !== 'link') return undefined
    return {
      path,
      why: `a link to ${present.target ?? 'elsewhere'}; ${rule.why}`,
      actions: [],
      outcome: 'left',
    }
  }
  return planSharedEntry({
    path,
    target,
    account: present,
    real: base.entries.get(name),
    mayDangle: rule.as === 'file',
    makeFolder: rule.as === 'folder',
    // Nobody knows what it is: a login of two accounts would become one.
    leaveBoth: !rule.known,
    why: rule.why,
  })
}

/** The kind that counts is the base's, since an account's link says nothing of what is at its end. */
function factsOf(name: string, { base, account, dotenvOutranks }: CodexHomes): EntryFacts {
  const inBase = base.entries.get(name)
  const kind = (inBase ?? account.entries.get(name))?.kind ?? 'other'
  return { inBase: inBase !== undefined, kind, outranksLogin: dotenvOutranks }
}

/** As it is written, or in the end: also through a link to the base codex home. */
function leadsInto(entry: Entry, base: CodexHomes['base']): boolean {
  return (
    entry.kind === 'link' &&
    [entry.target, entry.end?.path].some(
      (to) => to !== undefined && [base.path, base.resolved].some((home) => to.startsWith(`${home}/`)),
    )
  )
}

function dropLink(path: string, entry: Entry, why: string): Step {
  return {
    path,
    why,
    actions: [{ do: 'unlink', path, target: entry.target ?? '' }],
    outcome: 'change',
    vital: true,
  }
}

function reportUnknown(name: string, rule: ShareRule, { base, account }: CodexHomes): Step | undefined {
  if (rule.known) return undefined
  const home = base.entries.has(name) ? base : account
  return { path: join(home.path, name), why: `${rule.share}: ${rule.why}`, actions: [], outcome: 'unknown' }
}

/** The names of the folders that every account shares. */
export function sharedFolders(): string[] {
  return standingEntries().flatMap(({ name, as }) => (as === 'folder' ? [name] : []))
}
