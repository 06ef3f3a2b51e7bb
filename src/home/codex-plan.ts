import { join } from 'node:path'
import { classify } from '../codex/classify.ts'
import { standingEntries, type EntryFacts, type ShareRule } from '../codex/share-map.ts'
import { planCopiedEntry, type CopiedEntries } from './copied-plan.ts'
import { planEntry } from './shared-entry.ts'
import { isInOrder } from './states.ts'
import { settleSteps } from './unfinished.ts'
import type { Folder } from './entry.ts'
import type { Step } from './step.ts'
import type { ShareChoices } from '../accounts/settings.ts'

/** The two codex homes as they are. */
export interface CodexHomes {
  base: { path: string; resolved: string; entries: Folder }
  account: { path: string; entries: Folder }
  /** whether the `.env` of one of them outranks the login */
  dotenvOutranks: boolean
  /** what the settings say, and the entries that are copied */
  copies?: CopiedEntries
}

/**
 * Computes what brings an account's codex home to what the share map says.
 * @returns steps for the entries that are not in order, and a report of the unknown ones
 */
export function planCodexHome(homes: CodexHomes): Step[] {
  const { base, account, copies } = homes
  const standing = new Set(standingEntries().map(({ name }) => name))
  const leftovers = settleSteps([
    [base.path, base.entries],
    [account.path, account.entries],
  ])
  if (leftovers.length > 0) return leftovers
  const names = new Set([
    ...standing,
    ...base.entries.keys(),
    ...account.entries.keys(),
    ...(copies?.snapshots.keys() ?? []),
  ])
  return [...names].sort().flatMap((name) => {
    const rule = classify(name, factsOf(name, homes), copies?.chosen)
    const unknown = reportUnknown(name, rule, homes)
    return [...planCodexEntry(name, rule, homes), ...(unknown ? [unknown] : [])]
  })
}

function planCodexEntry(name: string, rule: ShareRule, homes: CodexHomes): Step[] {
  const { base, account, copies } = homes
  const copied = copies && planCopiedEntry(name, rule.share, copies)
  // Also one that is no longer copied: first what is left of that goes.
  if (copied || rule.share === 'copied') return copied ? [copied] : []
  const present = account.entries.get(name)
  const target = join(base.path, name)
  if (rule.share === 'shared' && rule.as === 'any' && isInOrder(present, base.entries.get(name), target))
    return []
  const as = rule.as === 'login' || rule.as === 'database' ? rule.as : rule.share
  return planEntry(
    {
      path: join(account.path, name),
      target,
      resolved: base.resolved,
      account: present,
      real: base.entries.get(name),
      expects: rule.as === 'file' || rule.as === 'folder' ? rule.as : undefined,
      // Nobody knows what it is: a login of two accounts would become one.
      leaveBoth: !rule.known,
      why: rule.why,
    },
    as,
    [base.path, base.resolved],
    () => undefined,
  )
}

/** The kind that counts is the base's, since an account's link says nothing of what is at its end. */
function factsOf(name: string, { base, account, dotenvOutranks }: CodexHomes): EntryFacts {
  const inBase = base.entries.get(name)
  const kind = (inBase ?? account.entries.get(name))?.kind ?? 'other'
  return { inBase: inBase !== undefined, kind, outranksLogin: dotenvOutranks }
}

function reportUnknown(name: string, rule: ShareRule, { base, account }: CodexHomes): Step | undefined {
  if (rule.known) return undefined
  const home = base.entries.has(name) ? base : account
  return { path: join(home.path, name), why: `${rule.share}: ${rule.why}`, actions: [], outcome: 'unknown' }
}

/** The names of the folders that an account shares, whether or not the base codex home has them yet. */
export function sharedFolders(chosen: ShareChoices = {}): string[] {
  const folder: EntryFacts = { inBase: false, kind: 'folder' }
  return standingEntries().flatMap(({ name, as }) =>
    as === 'folder' && classify(name, folder, chosen).share === 'shared' ? [name] : [],
  )
}

/** Whether a name is one of the databases that accounts share. An empty one has no SQLite header yet: the name counts. */
export function isSharedDatabase(name: string): boolean {
  return classify(name, { inBase: true, kind: 'file' }).as === 'database'
}
