import { join } from 'node:path'
import { xdgNames, type AccountLayout } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { routesTo } from './bridge.ts'

/** An entry of the real home, or of an XDG folder, and its counterpart in an account. */
export interface Place {
  real: string
  account: string
}

/** A path as it is written and with links resolved. */
type Spellings = (path: string) => readonly string[]

/** The homes of an account, each with the real one. */
export function accountFolders(layout: AccountLayout, real: RealHome): Place[] {
  const xdg = xdgNames.map((name) => ({ real: real.xdg[name], account: layout.xdg[name] }))
  return [{ real: real.home, account: layout.home }, ...xdg]
}

/**
 * Finds the counterpart of a path in an account.
 * @param path absolute; in the real home, or in an account: with one active, a shell makes that of `~`
 * @param layouts of all accounts, the one that is meant first
 * @returns undefined when it is neither in the home nor in an XDG folder
 */
export function placeOf(
  path: string,
  layouts: readonly [AccountLayout, ...AccountLayout[]],
  real: RealHome,
  spellings: Spellings,
): Place | undefined {
  const here = accountFolders(layouts[0], real)
  const from = [
    ...layouts.flatMap((layout) =>
      accountFolders(layout, real).map(({ account }, n) => ({ folder: account, to: here[n] })),
    ),
    ...here.map((to) => ({ folder: to.real, to })),
  ]
  const ways = from.flatMap(({ folder, to }) =>
    routesTo(spellings(folder), [path]).map((route) => ({ route, to })),
  )
  // An account lies in the real home, and ~/.config in it, too: the innermost folder counts.
  const [way] = ways.sort((a, b) => a.route.length - b.route.length)
  if (way?.to === undefined) return undefined
  return { real: join(way.to.real, ...way.route), account: join(way.to.account, ...way.route) }
}

/**
 * Refuses what can't be an account's own entry.
 * @param name the account's
 * @param own its own entries so far
 * @throws Failure (usage)
 */
export function refusePlace(
  { real: path }: Place,
  { root, real, name, own }: { root: string; real: RealHome; name: string; own: readonly string[] },
  spellings: Spellings,
): void {
  const isIn = (inner: string, outer: string) =>
    spellings(outer).some((folder) => spellings(inner).some((each) => `${each}/`.startsWith(`${folder}/`)))
  const codex = [real.codexHome, join(real.home, '.codex')]
  if (codex.some((home) => isIn(path, home)))
    throw refused(`${path} belongs to codex`, 'what accounts share of .codex is in the README')
  if (isIn(path, root)) throw refused(`${path} is swop's own`, 'name another entry')
  const held = [root, ...codex, real.home, ...Object.values(real.xdg)].find((folder) => isIn(folder, path))
  if (held !== undefined) throw refused(`${path} is or holds ${held}`, 'name an entry in it')
  const outer = own.find((each) => each !== path && isIn(path, each))
  if (outer !== undefined)
    throw refused(`${path} lies in ${outer}, which is ${name}'s own`, 'it is so already')
  const inner = own.find((each) => each !== path && isIn(each, path))
  if (inner !== undefined)
    throw refused(`${inner} is ${name}'s own, and lies in it`, `first run swop share ${name} ${inner}`)
}

function refused(message: string, hint: string): Failure {
  return new Failure(message, hint, exitCodes.usage)
}
