import { join } from 'node:path'
import { planEntry } from './shared-entry.ts'
import { isInOrder, isWantedLink } from './states.ts'
import { isTransient } from './transient.ts'
import { settleSteps } from './unfinished.ts'
import type { BridgedFolder } from './bridge.ts'
import type { Companions, Entry, Folder } from './entry.ts'
import type { Action, Step } from './step.ts'

/** A bridged folder with what is in it, and in the real one. */
export interface BridgeSnapshot {
  folder: BridgedFolder
  account: Folder
  /** undefined when the real folder does not exist */
  real: Folder | undefined
  /** the real folder's path with links resolved */
  resolved: string
  companions: Companions
}

/**
 * Computes what brings a bridged folder in order: a link for every real entry, none whose end is gone, and what is
 * newly made in the account moved to the real home. A program's temporary and lock files stay where they are while they
 * are young, on either side.
 * @param now in ms since the epoch
 */
export function planBridge(snapshot: BridgeSnapshot, now: number): Step[] {
  const { folder, account, real, resolved, companions } = snapshot
  const leftovers = settleSteps([
    [folder.real, real],
    [folder.account, account],
  ])
  if (leftovers.length > 0) return leftovers
  const steps: Step[] = []
  const transient = (name: string) => [account, real].some((side) => isTransient(name, side?.get(name), now))
  const settled = [...account.keys()].filter((name) => !transient(name))
  if (real === undefined && (folder.make.length > 0 || settled.length > 0)) {
    const why = 'the real home has no such folder yet'
    steps.push({
      path: folder.real,
      why,
      actions: [{ do: 'make-folder', path: folder.real }],
      outcome: 'change',
    })
  }
  if (folder.only) steps.push(...unbridge(folder, account))
  const names =
    folder.only ?? [...new Set([...(real?.keys() ?? []), ...account.keys(), ...folder.make])].sort()
  for (const name of names) {
    if (folder.except.includes(name)) continue
    if (transient(name)) continue
    if (name.includes('\uFFFD')) {
      steps.push({
        path: join(folder.real, name),
        why: 'not bridged: its name is not UTF-8',
        actions: [],
        outcome: 'unknown',
      })
      continue
    }
    const target = join(folder.real, name)
    if (
      !folder.make.includes(name) &&
      !companions.has(name) &&
      isInOrder(account.get(name), real?.get(name), target)
    )
      continue
    const pair = {
      path: join(folder.account, name),
      target,
      resolved,
      account: account.get(name),
      real: real?.get(name),
    }
    if (companions.has(name)) {
      // SQLite looks for it beside the file that it opens: here it would belong to whatever database is here.
      steps.push(
        ...planEntry({ ...pair, why: 'belongs to a database beside it' }, 'own', [folder.real, resolved]),
      )
      continue
    }
    steps.push(
      ...planEntry(
        {
          ...pair,
          expects: folder.make.includes(name) ? 'folder' : undefined,
          ...rewritten(account.get(name), folder),
          why: 'bridged to the real home',
        },
        'shared',
        [folder.real, resolved],
      ),
    )
  }
  for (const { name, target } of folder.aliases) {
    const step = planAlias(join(folder.account, name), target, account.get(name))
    if (step) steps.push(step)
  }
  return steps
}

/** A link from one folder of the account to another; there is nothing in it to lose, but what a program put there. */
function planAlias(path: string, target: string, present: Entry | undefined): Step | undefined {
  if (present && isWantedLink(present, target)) return undefined
  const link: Action = { do: 'link', path, target }
  const why = "the account's folder of the same name"
  if (present === undefined) return { path, why, actions: [link], outcome: 'change' }
  if (present.kind === 'link') {
    const drop: Action = { do: 'unlink', path, target: present.target ?? '' }
    return { path, why, actions: [drop, link], outcome: 'change' }
  }
  if (present.empty)
    return { path, why, actions: [{ do: 'remove-empty-folder', path }, link], outcome: 'change' }
  return { path, why: `should be a link to ${target}`, actions: [], outcome: 'left' }
}

/** What an account that was bridged whole before (another isolation level) has left. */
function unbridge({ account: path, real, only }: BridgedFolder, account: Folder): Step[] {
  return [...account]
    .filter(([name, entry]) => !only?.includes(name) && isWantedLink(entry, join(real, name)))
    .map(([name]) => ({
      path: join(path, name),
      why: 'not bridged at this isolation level',
      actions: [{ do: 'unlink', path: join(path, name), target: join(real, name) }],
      outcome: 'change',
    }))
}

/** `ln -s ~/dots ~/.rc` under an account names the account's home; in the real home the link must not. */
function rewritten(entry: Entry | undefined, folder: BridgedFolder): { rewritten?: string } {
  const target = entry?.kind === 'link' ? entry.target : undefined
  if (!target?.startsWith(`${folder.account}/`)) return {}
  return { rewritten: folder.real + target.slice(folder.account.length) }
}
