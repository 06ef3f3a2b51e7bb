import { basename, dirname, join, resolve } from 'node:path'
import type { AccountState, BaseState } from './decisions.ts'
import type { Entry } from './entry.ts'

/** An entry of the account, and the same one of the real home (or of the base codex home). */
export interface Pair {
  /** in the account */
  path: string
  /** what a link in the account should lead to */
  target: string
  account: Entry | undefined
  real: Entry | undefined
  /** the folder that `target` is in, with links resolved */
  resolved?: string
}

/** An entry of the account, and what is to become of it. */
export interface SharedEntry extends Pair {
  /** what is linked although there is nothing in the real home (yet); a folder is made there first */
  expects?: 'file' | 'folder' | undefined
  /** content on both sides is left as it is, rather than that the newer wins */
  leaveBoth?: boolean
  /** for a link in the account: what it should say in the real home */
  rewritten?: string
  /** it is in a folder that is being merged: moved, but not linked */
  inside?: boolean
  why: string
}

/** What the base home has, as a row of the table. @param expects what will be there even if it is not yet */
export function baseState(real: Entry | undefined, expects?: 'file' | 'folder'): BaseState {
  if (real === undefined) return expects === undefined ? 'absent' : `${expects} to come`
  if (real.unreadable) return 'unreadable'
  if (expects === 'folder' && real.kind !== 'folder' && real.end?.isFolder !== true) return 'misfit'
  if (real.kind === 'file') return real.database ? 'database' : 'file'
  if (real.kind === 'link') return real.end === undefined ? 'dangling' : 'link'
  return real.kind === 'folder' ? 'folder' : 'socket'
}

/** What the account has, as a column of the table. @param homes the base home, as it is written and resolved */
export function accountState(pair: Pair, homes: readonly string[]): AccountState {
  const { target, account, real } = pair
  if (account === undefined) return 'absent'
  if (account.unreadable) return 'unreadable'
  if (account.kind === 'link') {
    if (isWantedLink(account, target)) return 'right'
    if (isAlias(pair)) return 'alias'
    if (leadsInto(account, homes)) return 'elsewhere'
    return account.end === undefined ? 'dangling' : 'foreign'
  }
  if (account.kind === 'folder') return account.empty || account.emptying ? 'empty' : 'folder'
  if (account.kind !== 'file') return 'socket'
  if (real?.kind === 'file' && account.identity !== undefined && account.identity === real.identity)
    return 'twin'
  return account.database ? 'database' : 'file'
}

/** Whether an entry is the link that swop would make. */
export function isWantedLink(entry: Entry, target: string): boolean {
  return entry.kind === 'link' && entry.target === target
}

/** Whether there is nothing to decide: it is right, and so are almost all of some thousands. */
export function isInOrder(account: Entry | undefined, real: Entry | undefined, target: string): boolean {
  return account !== undefined && real !== undefined && isWantedLink(account, target)
}

/** By its text, which counts also where nothing is at its end, or by what is there. */
function isAlias({ path, target, resolved = dirname(target), account, real }: Pair): boolean {
  const text = resolve(dirname(path), account?.target ?? '')
  return (
    [target, join(resolved, basename(target))].includes(text) ||
    // A link that was being moved.
    (real?.kind === 'link' && real.target !== undefined && real.target === account?.target) ||
    (account?.identity !== undefined && account.identity === real?.identity)
  )
}

/** As it is written, or in the end: also through a link to the base home. */
function leadsInto({ target, end }: Entry, homes: readonly string[]): boolean {
  return [target, end?.path].some((to) => to !== undefined && homes.some((home) => to.startsWith(`${home}/`)))
}
