import { join, relative } from 'node:path'
import { xdgNames, type AccountLayout } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Isolation } from '../accounts/settings.ts'

/** A folder of the account whose entries are links to the entries of a real one. */
export interface BridgedFolder {
  account: string
  real: string
  /** only these entries; all of them when absent */
  only?: readonly string[]
  /** these are made in the real folder, if it does not have them */
  make: readonly string[]
  /** entries that are not bridged: the account's own */
  except: readonly string[]
}

// direnv keeps its allow list in one and its configuration in the other. A tool that runs before its folder is bridged
// makes a real one in the account, and "is blocked" is all one hears (shell.md, "direnv"): they come first.
const direnv = { config: ['direnv'], data: ['direnv'], state: [], cache: [] } as const

/**
 * @param route see `routeToRoot`
 * @returns the account's folders that lead to the real home, for its isolation level; outer ones before inner ones
 */
export function bridgedFolders(
  account: AccountLayout,
  isolation: Isolation,
  real: RealHome,
  route: (folder: string) => readonly string[],
): BridgedFolder[] {
  if (isolation === 'codex') return []
  const xdg = xdgNames.map((name): BridgedFolder => {
    const folder = { account: account.xdg[name], real: real.xdg[name], make: direnv[name], except: [] }
    return isolation === 'strict' ? { ...folder, only: direnv[name] } : folder
  })
  if (isolation === 'strict') return xdg
  const home = { account: account.home, real: real.home, make: [], except: ['.codex'] }
  return [home, ...xdg].flatMap((folder) => withWay(folder, route(folder.real)))
}

/**
 * A real folder that swop's root lies in can't be linked whole, since the account would then contain itself: it is a
 * real folder in the account too, and bridged entry by entry; the root itself is not bridged.
 */
function withWay(folder: BridgedFolder, [name, ...rest]: readonly string[]): BridgedFolder[] {
  if (name === undefined) return [folder]
  const outer = { ...folder, except: [...folder.except, name] }
  if (rest.length === 0) return [outer]
  const inner = { account: join(folder.account, name), real: join(folder.real, name), make: [], except: [] }
  return [outer, ...withWay(inner, rest)]
}

/**
 * @param folder a real folder, and `root` swop's own; both absolute, each as it is written and with links resolved
 * @returns the names that lead from the folder to the root; none when the root is not in it
 */
export function routeToRoot(folder: readonly string[], root: readonly string[]): string[] {
  for (const from of folder) {
    for (const to of root) {
      const route = relative(from, to)
      if (route !== '' && route !== '..' && !route.startsWith('../')) return route.split('/')
    }
  }
  return []
}
