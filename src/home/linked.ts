import fs from 'node:fs'
import { dirname, relative } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { isFolder, look, resolved } from '../platform/paths.ts'
import { emptyingOfLinks } from './leftover.ts'
import { readFolder, readLink } from './snapshot.ts'
import { change, left, type Action, type Step } from './step.ts'
import { settleSteps } from './unfinished.ts'
import type { BridgedFolder } from './bridge.ts'
import type { Folder } from './entry.ts'

// An XDG folder in which nothing is the account's own is a link to the real one: what is made in it is in the real home at
// once, and shells need not look at the times of two folders each time that they enter and leave.

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
  present: 'link' | 'other link' | 'nothing' | 'folder'
  /** what is left of a folder that gave way, when a swop was killed or something was made in it */
  former: Folder | undefined
  /** what empties that folder, or the present one; undefined where something is in it that is not only a link to the real one's */
  emptying: Action[] | undefined
}

/**
 * Which of the folders are links, or can be. One in which something of the account's own lies is bridged entry by entry
 * until that has moved, and so is one whose real folder is something else, such as a link to a disk that is not there, or
 * can't be made, and one that something is mounted on.
 */
export function linkedFolders(folders: readonly BridgedFolder[]): LinkedFolder[] {
  return folders
    .filter(({ linkable, real }) => linkable && (isFolder(real) || (!isThere(real) && canMake(real))))
    .filter((folder) => {
      const { present, emptying } = readLinked(folder)
      return present !== 'folder' || (emptying !== undefined && !isMounted(folder.account))
    })
    .map(({ account, real }) => ({ account, real }))
}

/** Looks at a folder that is to be a link. */
export function readLinked({ account, real }: LinkedFolder): LinkSnapshot {
  const former = readFolder(formerly(account), () => false)
  const found = lookAt(account)
  const text = found?.isSymbolicLink() ? readLink(account) : undefined
  const present =
    found === undefined ? 'nothing' : text === undefined ? 'folder' : text === real ? 'link' : 'other link'
  const emptying = emptyingOf(former ? formerly(account) : account, real)
  return { folder: { account, real }, isThere: isFolder(real), present, former, emptying }
}

/** Computes what makes it a link. The real folder comes first: in one that is not there no program can make anything. */
export function planLinked({ folder, isThere, present, former, emptying }: LinkSnapshot): Step[] {
  const { account, real } = folder
  const aside = formerly(account)
  const link: Action = { do: 'link', path: account, target: real }
  const clear: Action[] | undefined = emptying && [...emptying, { do: 'remove-empty-folder', path: aside }]
  const why = "nothing in it is the account's own"
  const steps: Step[] = []
  if (!isThere) {
    const make: Action = { do: 'make-folder', path: real }
    steps.push(change({ path: real }, [make], 'the real home has no such folder'))
  }
  if (present === 'other link') steps.push(left({ path: account }, `should be a link to ${real}`))
  if (present === 'nothing') steps.push(change({ path: account }, [link], why))
  if (former) {
    const leftovers = settleSteps([[aside, former]])
    if (leftovers.length > 0) steps.push(...leftovers)
    else if (clear) steps.push(change({ path: aside }, clear, why))
    else steps.push(left({ path: aside }, `was made while it gave way to a link to ${real}`))
    if (present === 'folder') steps.push(left({ path: account }, `should be a link to ${real}`))
  } else if (present === 'folder') {
    // Aside in one step: what can't be moved stays as it is, and programs find the one or the other.
    if (clear)
      steps.push(change({ path: account }, [{ do: 'move', from: account, to: aside }, link, ...clear], why))
    else steps.push(left({ path: account }, `should be a link to ${real}`))
  }
  return steps
}

/** @throws Failure for a link to another place: what is there would be taken for the real home's */
export function refuseOtherLink(folder: LinkedFolder): void {
  const { account, real } = folder
  if (readLinked(folder).present === 'other link')
    throw new Failure(`${account} is a link, and should lead to ${real}`, 'move the link away')
}

/**
 * One path that is a folder only as long as the real folders are there: by the first link, and from each to the next, as the
 * kernel goes. It ends in the base codex home. That the links are as they were, the time of the folder tells that they are in.
 */
export function walkOverReal(linked: readonly LinkedFolder[], codexHome: string): string[] {
  const [first, ...others] = linked
  if (first === undefined) return []
  const stops = [...others.map(({ real }) => real), codexHome].map(resolved)
  const ways = stops.map((to, n) => relative(resolved(linked[n]?.real ?? to), to))
  return [[first.account, ...ways].join('/')]
}

/** Where a folder is while the link takes its place. */
function formerly(account: string): string {
  return `${account}-former`
}

/** The links are in the folder's new place by then. */
function emptyingOf(path: string, real: string): Action[] | undefined {
  try {
    if (!lookAt(path)?.isDirectory()) return undefined
    const aside = path.endsWith('-former') ? path : formerly(path)
    return emptyingOfLinks(path, real)?.map((action) =>
      'path' in action ? { ...action, path: aside + action.path.slice(path.length) } : action,
    )
  } catch {
    return undefined // something in it can't be read: it is not ours to clear
  }
}

function canMake(path: string): boolean {
  try {
    fs.accessSync(dirname(path), fs.constants.W_OK | fs.constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isMounted(path: string): boolean {
  return look(path)?.dev !== look(dirname(path))?.dev
}

function isThere(path: string): boolean {
  return lookAt(path) !== undefined
}

function lookAt(path: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // on the way is what is no folder; making one will say so
  }
}
