import { join } from 'node:path'
import { accountLayout } from '../accounts/layout.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig, noSuchAccount } from '../accounts/store.ts'
import { placeOf, type Place } from '../home/own-place.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { resolved } from '../platform/paths.ts'
import { fromHere } from '../platform/working-folder.ts'
import type { Config } from '../accounts/settings.ts'
import type { Context } from '../ui/command.ts'

/** What `swop own` and `swop share` are about. */
export interface OwnTask {
  root: string
  config: Config
  place: Place
}

/**
 * @param name an account's, as it was typed
 * @param typed a path: absolute, in the present folder, or with a ~ that no shell has expanded
 * @throws Failure for an unknown account (exit 3), or a path outside the home and the XDG folders
 */
export function ownTask(name: string, typed: string, { env }: Context): OwnTask {
  const root = findRoot(env)
  const { layout } = readAccount(root, name)
  const config = readConfig(root)
  if (config === undefined) throw noSuchAccount(root, name)
  const path = typed.startsWith('~/') ? join(config.real.home, typed.slice(2)) : fromHere(typed)
  const others = accountNames(root).map((each) => accountLayout(root, each))
  const place = placeOf(path, [layout, ...others], config.real, (each) => [each, resolved(each)])
  if (place) return { root, config, place }
  throw new Failure(
    `${path} is no entry of the real home or of an XDG folder`,
    'name one, such as ~/.gitconfig or ~/.config/gh',
    exitCodes.usage,
  )
}
