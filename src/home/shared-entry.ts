import { basename } from 'node:path'
import { isHistory } from './histories.ts'
import type { Entry } from './entry.ts'
import type { Action, Step } from './step.ts'

/** An entry that should be a link in the account to the same entry of the real home (or of the base codex home). */
export interface SharedEntry {
  /** in the account */
  path: string
  /** what the link should lead to */
  target: string
  account: Entry | undefined
  real: Entry | undefined
  /** the link is wanted although there is nothing at its end (yet) */
  mayDangle?: boolean
  /** a folder that is made in the real home first */
  makeFolder?: boolean
  /** content on both sides is left as it is, rather than that the newer wins */
  leaveBoth?: boolean
  /** for a link in the account: what it should say in the real home */
  rewritten?: string
  why: string
}

/**
 * Decides what brings a shared entry in order. Whatever the account has is moved to the real home, never dropped;
 * where both have content the newer wins and the older goes to backups/; what would need judgement is left.
 * @returns undefined when all is well
 */
export function planSharedEntry(entry: SharedEntry): Step | undefined {
  const { path, target, account, real } = entry
  const link: Action = { do: 'link', path, target }
  const toReal: Action = { do: 'move', from: path, to: target }

  if (entry.makeFolder && real !== undefined && !isFolder(real)) {
    return left({ ...entry, path: target }, `it should be a folder, and is a ${real.kind}`)
  }
  if (account === undefined || isWantedLink(account, target)) {
    const wanted = real !== undefined || entry.mayDangle === true || entry.makeFolder === true
    const actions: Action[] = []
    if (real === undefined && entry.makeFolder) actions.push({ do: 'make-folder', path: target })
    if (account === undefined && wanted) actions.push(link)
    if (account !== undefined && !wanted) actions.push({ do: 'unlink', path, target })
    return actions.length > 0
      ? change(entry, actions, account && !wanted ? 'what it led to is gone' : entry.why)
      : undefined
  }
  if (account.kind === 'socket' || account.kind === 'other') {
    return left(entry, 'it is a socket or a device, which belongs to a running process')
  }
  if (real === undefined) {
    const { rewritten = account.target } = entry
    if (account.kind !== 'link' || rewritten === account.target || rewritten === undefined)
      return change(entry, [toReal, link], 'new in the account')
    const aside: Action = { do: 'unlink', path, target: account.target ?? '' }
    return change(entry, [{ do: 'link', path: target, target: rewritten }, aside, link], 'new in the account')
  }
  if (account.kind === 'folder') {
    if (real.kind !== 'folder' && real.kind !== 'link')
      return left(entry, `a folder here, and a ${real.kind} at ${target}`)
    if (account.empty) return change(entry, [{ do: 'remove-empty-folder', path }, link], entry.why)
    if (account.emptying) {
      const actions: Action[] = [...account.emptying, { do: 'remove-empty-folder', path }, link]
      return change(entry, actions, "nothing in it is the account's own any more")
    }
    return left(entry, `a folder with content here, and another at ${target}`)
  }
  if (account.kind === 'link') {
    if (account.end === undefined)
      return change(entry, [{ do: 'back-up', from: path }, link], 'a link that leads nowhere')
    if (real.target === account.target)
      return change(entry, [{ do: 'back-up', from: path }, link], 'the same link in both places')
    return left(entry, `a link to ${account.target ?? 'elsewhere'}, and a ${real.kind} at ${target}`)
  }
  if (real.kind !== 'file' && real.kind !== 'link')
    return left(entry, `a file here, and a ${real.kind} at ${target}`)
  if (entry.leaveBoth) return left(entry, `a file here, and another at ${target}`)
  if (isHistory(basename(path))) {
    return change(
      entry,
      [{ do: 'merge-history', from: path, into: target }, link],
      'a history that went on in both places',
    )
  }
  // A program that saves by rename put a file where the link was: in the real home it would have replaced the file.
  return account.modified >= real.modified
    ? change(
        entry,
        [{ do: 'back-up', from: target }, toReal, link],
        'replaced in the account; the older one is backed up',
      )
    : change(
        entry,
        [{ do: 'back-up', from: path }, link],
        'replaced in the account, but the real one is newer; the older one is backed up',
      )
}

function isFolder(entry: Entry): boolean {
  return entry.kind === 'folder' || entry.end?.isFolder === true
}

/** Whether an entry is the link that swop would make. */
export function isWantedLink(entry: Entry, target: string): boolean {
  return entry.kind === 'link' && entry.target === target
}

function change({ path }: SharedEntry, actions: Action[], why: string): Step {
  return { path, why, actions, outcome: 'change' }
}

function left({ path }: SharedEntry, why: string): Step {
  return { path, why, actions: [], outcome: 'left' }
}
