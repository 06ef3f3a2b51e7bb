import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import { readAccount, writeAccountSettings, type Account } from '../accounts/store.ts'
import { copyEntry, makeEmptyLike } from '../platform/copies.ts'
import { backUpEntry } from '../platform/aside.ts'
import { discard, moveEntry } from '../platform/entries.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { readText, writeThrough } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { withLock } from '../platform/lock.ts'
import { absoluteConditions } from './git-conditions.ts'
import { gitConfigurations } from './git-copies.ts'
import { refusePlace, type Place } from './own-place.ts'
import { backupFolder, bringInOrder } from './sync.ts'
import type { Config } from '../accounts/settings.ts'
import type { Outcome } from './apply.ts'

/** How an own entry begins: `kept` is what the account has there already. */
export type Beginning = 'copy' | 'empty' | 'kept'

/**
 * Makes an entry of the real home the account's own: never bridged or moved from then on. Safe to repeat, also when it
 * was killed half-way.
 * @param wanted how it begins; when undefined: as what the account has there, else a file as a copy and a folder empty
 * @throws Failure for a place that can't be one, or an entry that does not exist
 */
export async function makeOwn(
  root: string,
  config: Config,
  name: string,
  place: Place,
  wanted: 'copy' | 'empty' | undefined,
): Promise<{ beginning: Beginning; outcomes: Outcome[] }> {
  return withLock(rootLayout(root).lock, async () => {
    const { own = [] } = overlay(readAccount(root, name)).settings
    refusePlace(place, { root, real: config.real, name, own }, (path) => [path, resolved(path)])
    if (![place.real, place.account].some((path) => fs.existsSync(path)))
      throw new Failure(`there is no ${place.real}`, 'make it first', exitCodes.usage)
    await bringInOrder(root, config, name) // what was newly made in the account goes to the real home
    const account = readAccount(root, name)
    const isOwn = own.includes(place.real)
    // Below a link it would be the real one that is looked at.
    const above = resolved(dirname(place.account))
    const isInside = `${above}/`.startsWith(`${resolved(account.layout.folder)}/`)
    const has = isInside && lookAt(place.account)?.isSymbolicLink() === false
    if (isOwn && has && wanted === undefined) return { beginning: 'kept', outcomes: [] }
    const keep = has && (isOwn || !isTranslated(account, config, place))
    const beginning =
      wanted ??
      (keep ? 'kept' : fs.statSync(place.real, { throwIfNoEntry: false })?.isDirectory() ? 'empty' : 'copy')
    if (beginning !== 'kept') stage(account, config, place, beginning)
    if (!isOwn) writeAccountSettings(account, { ...account.settings, own: [...own, place.real] })
    await bringInOrder(root, config, name) // the folders above it become real ones, and its link goes
    if (beginning !== 'kept') {
      if (has) backUpEntry(place.account, backupFolder(root), `${name} got another one of its own`)
      moveEntry(account.layout.staging, place.account)
    }
    return { beginning, outcomes: await bringInOrder(root, config, name) }
  })
}

/**
 * Bridges an account's own entry again; the account's version goes to backups/.
 * @throws Failure when it is not the account's own
 */
export async function shareAgain(
  root: string,
  config: Config,
  name: string,
  place: Place,
): Promise<{ backup: string | undefined; outcomes: Outcome[] }> {
  return withLock(rootLayout(root).lock, async () => {
    const { own = [] } = overlay(readAccount(root, name)).settings
    if (!own.includes(place.real)) {
      const outer = own.find((each) => place.real.startsWith(`${each}/`))
      const hint = outer ? `${outer} is; share that` : `its own are: ${own.join(', ') || 'none'}`
      throw new Failure(`${place.real} is not ${name}'s own`, hint)
    }
    await bringInOrder(root, config, name)
    const account = readAccount(root, name)
    const backups = backupFolder(root)
    const has = lookAt(place.account) !== undefined
    // First: were it killed after the settings, the account's version would win over the real one.
    if (has) backUpEntry(place.account, backups, `${name} shares it again`)
    const rest = own.filter((each) => each !== place.real)
    writeAccountSettings(account, { ...account.settings, own: rest })
    const outcomes = await bringInOrder(root, config, name)
    return { backup: has ? join(backups, place.account) : undefined, outcomes }
  })
}

function overlay(account: Account): Account {
  const { isolation } = account.settings
  if (isolation === 'overlay') return account
  throw new Failure(`'${account.name}' shares no entries of the home: it is ${isolation}`, 'it needs overlay')
}

/** Prepares the content beside the account: it takes its place in one rename. */
function stage({ layout }: Account, { real }: Config, place: Place, beginning: 'copy' | 'empty'): void {
  discard(layout.staging) // of one that was killed
  if (beginning === 'empty') return makeEmptyLike(place.real, layout.staging)
  copyEntry(place.real, layout.staging)
  // git's ~ in a condition is the account's HOME: as in a translated copy, it has to be spelled out.
  for (const { source } of gitConfigurations(layout, real)) {
    const staged = source.startsWith(place.real)
      ? layout.staging + source.slice(place.real.length)
      : undefined
    const text = staged === undefined ? undefined : readText(staged)
    const translated = absoluteConditions(text ?? '', resolved(real.home))
    if (staged !== undefined && text !== undefined && text !== translated)
      writeThrough(staged, Buffer.from(translated))
  }
}

/** Whether what the account has there is swop's translated copy: as good as a link. */
function isTranslated({ layout }: Account, { real }: Config, place: Place): boolean {
  return gitConfigurations(layout, real).some(
    ({ path, last }) => path === place.account && readText(last) !== undefined,
  )
}

function lookAt(path: string): fs.Stats | undefined {
  return fs.lstatSync(path, { throwIfNoEntry: false })
}
