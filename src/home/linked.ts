import fs from 'node:fs'
import { basename, relative } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { isFolder, resolved } from '../platform/paths.ts'
import { emptyingOfLinks } from './leftover.ts'
import { readLink } from './snapshot.ts'
import { change, left, type Action, type Step } from './step.ts'
import type { AccountLayout } from '../accounts/layout.ts'
import type { BridgedFolder } from './bridge.ts'

// An XDG folder in which nothing is the account's own is a link to the real one: what is made in it is in the real home at
// once, and shells look at one link, rather than at the times of two folders each time that they enter and leave.

/** A folder of the account that is a link to a real one, or is to become it. */
export interface LinkedFolder {
  account: string
  real: string
}

/** A linked folder as it is now. */
export interface LinkSnapshot {
  folder: LinkedFolder
  /** whether there is a real one to lead to */
  isThere: boolean
  present: 'link' | 'nothing' | 'folder'
  /** what empties a folder; undefined where something of its own is in it */
  emptying: Action[] | undefined
}

/**
 * Which of the folders are links, or can be. One in which something of the account's own lies is bridged entry by entry
 * until that has moved, and so is one whose real folder is something else, such as a link to a disk that is not there.
 */
export function linkedFolders(folders: readonly BridgedFolder[]): LinkedFolder[] {
  return folders
    .filter(({ linkable, real }) => linkable && (isFolder(real) || lookAt(real) === undefined))
    .filter((folder) => isLink(folder.account) || readLinked(folder).emptying !== undefined)
    .map(({ account, real }) => ({ account, real }))
}

/** Looks at a folder that is to be a link. */
export function readLinked({ account, real }: LinkedFolder): LinkSnapshot {
  const found = lookAt(account)
  const folder = { account, real }
  const isThere = isFolder(real)
  if (found?.isSymbolicLink()) return { folder, isThere, present: 'link', emptying: undefined }
  if (found === undefined) return { folder, isThere, present: 'nothing', emptying: [] }
  const emptying = found.isDirectory() ? emptyingOfLinks(account, real) : undefined
  return { folder, isThere, present: 'folder', emptying }
}

/** Computes what makes it a link. The real folder comes first: in one that is not there no program can make anything. */
export function planLinked({ folder, isThere, present, emptying }: LinkSnapshot): Step[] {
  const { account, real } = folder
  const make: Action[] = isThere ? [] : [{ do: 'make-folder', path: real }]
  const link: Action = { do: 'link', path: account, target: real }
  if (present === 'link') {
    return isThere ? [] : [change({ path: real }, make, 'the real home has no such folder any more')]
  }
  if (emptying === undefined) return [left({ path: account }, `should be a link to ${real}`)]
  const clear: Action[] =
    present === 'folder' ? [...emptying, { do: 'remove-empty-folder', path: account }] : []
  return [change({ path: account }, [...make, ...clear, link], "nothing in it is the account's own")]
}

/** @throws Failure for a link to another place: what is there would be taken for the real home's */
export function refuseOtherLink({ account, real }: LinkedFolder): void {
  if (isLink(account) && readLink(account) !== real)
    throw new Failure(`${account} is a link, and should lead to ${real}`, 'move the link away')
}

/**
 * One path that is a folder only as long as each of these is a link to its real folder, and that is there: from its end the
 * way goes back to the account's folder, and from the last one on to the base codex home, which from any other place would
 * lead nowhere.
 */
export function walkOverLinks(
  { folder }: AccountLayout,
  linked: readonly LinkedFolder[],
  codexHome: string,
): string[] {
  if (linked.length === 0) return []
  const ends = linked.map((_, n) => (n < linked.length - 1 ? folder : codexHome))
  const ways = linked.map(({ account, real }, n) => [basename(account), wayFrom(real, ends[n] ?? folder)])
  return [[folder, ...ways.flat()].join('/')]
}

/** As the kernel goes: with all links resolved. */
function wayFrom(from: string, to: string): string {
  return relative(resolved(from), resolved(to))
}

function isLink(path: string): boolean {
  return lookAt(path)?.isSymbolicLink() === true
}

function lookAt(path: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // on the way is what is no folder; making one will say so
  }
}
