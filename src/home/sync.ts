import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readBindings } from '../accounts/bindings.ts'
import { readAccount, type Account } from '../accounts/store.ts'
import { baseLock, newBackup, rootLayout, xdgNames, type AccountLayout } from '../accounts/layout.ts'
import { planEnv } from '../env/plan.ts'
import { Failure } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import { makePrivateFolder, removeUnfinished, resolved, writeAtomically } from '../platform/files.ts'
import {
  driftFiles,
  envFiles,
  completionFiles,
  shellFiles,
  type GeneratedFiles,
  type Installation,
} from '../shell/generated.ts'
import { startFiles } from '../shell/start.ts'
import { shareChoices } from './choices.ts'
import { gitConfigurations, needsCopy } from './git-copies.ts'
import { hiddenFrom } from './guard-places.ts'
import { readBaseNames, type BaseNames } from './base-names.ts'
import { stepsAtRest } from './rest.ts'
import { bridgedFolders } from './bridge.ts'
import { planAccount, snapshotAccount, type Reconciliation } from './account-snapshot.ts'
import { reconcile } from './reconcile.ts'
import { watch } from './watch.ts'
import { placeOf, type Place } from './own-place.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Config } from '../accounts/settings.ts'
import type { Outcome } from './apply.ts'
import type { Step } from './step.ts'

/** Writes what all accounts use: the functions, the baseline's two halves, completions, what shells do by themselves. */
export function writeShellFiles(root: string, config: Config, installation: Installation): void {
  makePrivateFolder(rootLayout(root).completions)
  write(commonFiles(root, config, installation))
}

/**
 * Writes what shells activate by themselves.
 * @throws Failure when the list of bindings is broken
 */
export function writeStartFiles(root: string, config: Config): void {
  write(startFilesOf(root, config))
}

/** What these files should say now; without what needs the list of bindings, if that is broken: `swop bindings` says so. */
export function commonFiles(root: string, config: Config, installation: Installation): GeneratedFiles {
  const files = new Map([...shellFiles(root, config.real, installation), ...completionFiles(root)])
  try {
    return new Map([...files, ...startFilesOf(root, config)])
  } catch (error) {
    if (error instanceof Failure) return files // shells go on with what was right before
    throw error
  }
}

function startFilesOf(root: string, config: Config): GeneratedFiles {
  const { real } = config
  const xdg = Object.fromEntries(
    xdgNames.map((name) => [name, resolvedAhead(real.xdg[name])]),
  ) as RealHome['xdg']
  return startFiles(root, {
    fallback: config.default ?? '',
    bindings: readBindings(root),
    accounts: resolved(rootLayout(root).accounts),
    real: { ...real, home: resolved(real.home), xdg },
  })
}

/** A folder that is not there yet has the same path before and after it is made. */
function resolvedAhead(path: string): string {
  const above = dirname(path)
  return existsSync(path) || above === path ? resolved(path) : join(resolvedAhead(above), basename(path))
}

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
  names: BaseNames = readBaseNames(config.real.codexHome),
): Promise<Outcome[]> {
  const { lock } = rootLayout(root)
  // To look at it needs no lock. One that is there is another swop's, or is left by one that was killed, and is to go.
  const isFree = [lock, baseLock(config.real.codexHome)].every((path) => !existsSync(path))
  const task = reconciliation(root, config, readAccount(root, name))
  const atRest = isFree ? stepsAtRest(task, watch(task), names) : undefined
  return atRest ?? withLock(lock, () => bringInOrder(root, config, name))
}

/** The same for somebody who holds the lock. */
export async function bringInOrder(root: string, config: Config, name: string): Promise<Outcome[]> {
  const task = reconciliation(root, config, readAccount(root, name))
  const { layout } = task.account
  for (const folder of [root, rootLayout(root).shell, layout.folder, layout.copies]) removeUnfinished(folder)
  write(filesOf(root, config, task))
  return reconcile(task) // last: its stamps say that the files above are right, too
}

/** What the files that shells read of an account should say now; changes nothing. */
export function accountFiles(root: string, config: Config, name: string): GeneratedFiles {
  return filesOf(root, config, reconciliation(root, config, readAccount(root, name)))
}

function filesOf(root: string, config: Config, task: Reconciliation): GeneratedFiles {
  const { layout, settings } = task.account
  const env = envFiles(root, layout, planEnv(root, layout, settings.isolation, config.real))
  return new Map([...env, ...driftFiles(layout, watch(task))])
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
  return {
    account,
    real: config.real,
    bridged: bridgedFolders(layout, isolation, config.real, [...ends, ...files], resolved),
    copies: copies.filter(({ source }) => !own.some((path) => `${source}/`.startsWith(`${path}/`))),
    own: isolation === 'overlay' ? placesOf(own, layout, config.real) : [],
    chosen: shareChoices(root, config, account),
    hidden: account.settings.guard ? hiddenFrom(account, root, config.real) : undefined,
    accounts: rootLayout(root).accounts,
    config: rootLayout(root).config,
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

function write(files: GeneratedFiles): void {
  for (const [path, text] of files) writeAtomically(path, text)
}
