import { basename, dirname, join } from 'node:path'
import { readAccount, readConfig, type Account } from '../accounts/store.ts'
import { Failure } from '../platform/failure.ts'
import { removeMarks, removeStamp } from '../platform/stamps.ts'
import {
  editionPrefix,
  formerEditionPrefix,
  newBackup,
  rootLayout,
  type AccountLayout,
} from '../accounts/layout.ts'
import { planEnv } from '../env/plan.ts'
import { withLock } from '../platform/lock.ts'
import { removeUnfinished } from '../platform/folders.ts'
import { resolved } from '../platform/paths.ts'
import { driftFiles, editionOf, envFiles, useFiles } from '../shell/account-files.ts'
import type { GeneratedFiles } from '../shell/generated.ts'
import { accountLaunchFile } from '../shell/launch.ts'
import { shareChoices } from './choices.ts'
import { gitConfigurations, needsCopy } from './git-copies.ts'
import { hiddenFrom } from './guard-places.ts'
import { baseNames, type BaseNames } from './base-names.ts'
import { isSame, writeGenerated } from './common.ts'
import { atRest } from './rest.ts'
import { bridgedFolders } from './bridge.ts'
import { linkedFolders } from './linked.ts'
import { planAccount, snapshotAccount, type Reconciliation } from './account-snapshot.ts'
import { reconcile } from './reconcile.ts'
import { watch } from './watch.ts'
import { placeOf, type Place } from './own-place.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Config } from '../accounts/settings.ts'
import type { Outcome } from './apply.ts'
import type { Step } from './step.ts'

/**
 * Brings an account in order: its homes, and the files that shells read.
 * @param names of the base codex home, where they are known already
 * @returns what was done, and what was not
 * @throws Failure for an unknown account, broken settings, or when something can't be written
 */
export async function syncAccount(
  root: string,
  config: Config,
  name: string,
  names: BaseNames = baseNames(),
): Promise<Outcome[]> {
  const rest = atRest(root, name, names)
  return rest?.steps ?? withLock(rootLayout(root).lock, () => bringInOrder(root, config, name))
}

/** The same for somebody who holds the lock. */
export async function bringInOrder(root: string, config: Config, name: string): Promise<Outcome[]> {
  const task = reconciliation(root, config, readAccount(root, name))
  const { layout } = task.account
  for (const folder of [root, rootLayout(root).shell, layout.folder, layout.copies]) removeUnfinished(folder)
  const texts = textsOf(root, config, task)
  const outcomes = await settle(root, task, texts)
  if (outcomes.every(({ outcome }) => outcome !== 'change')) return outcomes
  // What has come to be a link, or is none any more, is looked at in another way.
  const next = reconciliation(root, config, task.account)
  const others = textsOf(root, config, next)
  if (isSame(texts.files, others.files)) return outcomes
  const done = outcomes.filter(({ outcome, failure }) => outcome === 'change' && !failure)
  return [...done, ...(await settle(root, next, others))] // which says again what it has left
}

/** What is written for the shells, and the folder whose name is in it: of one look at the disk, or they may not belong together. */
interface Texts {
  files: GeneratedFiles
  edition: string
}

async function settle(root: string, task: Reconciliation, { files, edition }: Texts): Promise<Outcome[]> {
  const { layout } = task.account
  // First, since a shell goes by what it has learned as long as this edition is there.
  removeMarks(layout.folder, formerEditionPrefix)
  removeMarks(layout.folder, editionPrefix, edition)
  writeGenerated(root, files)
  const outcomes = await reconcile(task, edition) // last: its stamps say that the files above are right, too
  if (!holds(root, task)) {
    // The next activation, or sync, goes by the new ones; a sync, also where the edition can't be taken away.
    removeStamp(layout.outputsStamp)
    removeMarks(layout.folder, editionPrefix)
  }
  return outcomes
}

/**
 * Whether the settings are still those that a reconcile has gone by. It gives account.json a time, and notes that there is
 * nothing to do: an edit meanwhile would not show.
 */
function holds(root: string, task: Reconciliation): boolean {
  const facts = ({ account, real, linked, bridged, copies, own, chosen, hidden }: Reconciliation) =>
    JSON.stringify([account.settings, real, linked, bridged, copies, own, chosen, hidden])
  try {
    const config = readConfig(root)
    return (
      config !== undefined &&
      facts(reconciliation(root, config, readAccount(root, task.account.name))) === facts(task)
    )
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

/** What the files that shells read of an account should say now; changes nothing. */
export function accountFiles(root: string, config: Config, name: string): GeneratedFiles {
  return textsOf(root, config, reconciliation(root, config, readAccount(root, name))).files
}

function textsOf(root: string, { real }: Config, task: Reconciliation): Texts {
  const { layout, settings } = task.account
  const plan = planEnv(root, layout, settings.isolation, real)
  const env = envFiles(root, layout, plan)
  const test = watch(task)
  const files = new Map([
    ...env,
    ...driftFiles(layout, real, test),
    ...useFiles(root, layout, real, test, plan),
    ...accountLaunchFile(layout, test, env),
  ])
  return { files, edition: editionOf(root, real, layout, test, plan) }
}

/** A folder for what is moved aside: in the order of time, and apart for processes in the same millisecond. */
export function backupFolder(root: string): string {
  return newBackup(root, String(process.pid)).folder
}

/** What a sync would do now; changes nothing. */
export function planSync(root: string, config: Config, name: string): Step[] {
  return planAccount(snapshotAccount(reconciliation(root, config, readAccount(root, name))))
}

function reconciliation(root: string, config: Config, account: Account): Reconciliation {
  const { layout } = account
  const { isolation, own = [] } = account.settings
  const copies = isolation === 'overlay' ? gitConfigurations(layout, config.real).filter(needsCopy) : []
  const ends = [root, join(config.real.home, '.codex')].map((path) => [path, resolved(path)])
  // Not where they lead, if they are links: there the file is one like others.
  const files = [...own, ...copies.map(({ source }) => source)].map((path) => [path, atItsPlace(path)])
  const folders = bridgedFolders(layout, isolation, config.real, [...ends, ...files], resolved)
  const linked = linkedFolders(folders)
  const links = new Set(linked.map((folder) => folder.account))
  return {
    account,
    real: config.real,
    linked,
    bridged: folders.filter((folder) => !links.has(folder.account)),
    copies: copies.filter(({ source }) => !own.some((path) => `${source}/`.startsWith(`${path}/`))),
    own: isolation === 'overlay' ? placesOf(own, layout, config.real) : [],
    chosen: shareChoices(root, config, account),
    hidden: account.settings.guard ? hiddenFrom(account, root, config.real) : undefined,
    root,
    backups: backupFolder(root),
  }
}

function placesOf(paths: readonly string[], layout: AccountLayout, real: RealHome): Place[] {
  const places = paths.map((path) => placeOf(path, [layout], real, (each) => [each, resolved(each)]))
  return places.filter((place) => place !== undefined)
}

/** A path with links resolved, but for its last part. */
function atItsPlace(path: string): string {
  return join(resolved(dirname(path)), basename(path))
}
