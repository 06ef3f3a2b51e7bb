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
  /** entries that are not bridged: the account's own, and folders that are bridged entry by entry */
  except: readonly string[]
  /** entries that lead to another folder of the account */
  aliases: readonly { name: string; target: string }[]
  /** nothing in it is the account's own, so that it may be a link itself (linked.ts) */
  linkable?: true
}

/** What is not simply bridged in a folder or below it. */
export interface Exception {
  /** the names that lead to it from the folder */
  route: readonly string[]
  /** what the account has there instead: a link to this; nothing when absent */
  alias?: string
}

// direnv keeps its allow list in one and its configuration in the other. A tool that runs before its folder is bridged
// makes a real one in the account, and "is blocked" is all one hears (shell.md, "direnv"): they come first.
const direnv = { config: ['direnv'], data: ['direnv'], state: [], cache: [] } as const

/**
 * @param exceptions paths in the real home that are not bridged: swop's root, entries that are the account's own, files
 * that it has a copy of; each as it is written and with links resolved
 * @param resolve gives a path with links resolved
 * @returns the account's folders that lead to the real home, for its isolation level; outer ones before inner ones
 */
export function bridgedFolders(
  account: AccountLayout,
  isolation: Isolation,
  real: RealHome,
  exceptions: readonly (readonly string[])[],
  resolve: (path: string) => string,
): BridgedFolder[] {
  if (isolation === 'codex') return []
  const xdg = xdgNames.map((name): BridgedFolder => {
    const folder = {
      account: account.xdg[name],
      real: real.xdg[name],
      make: direnv[name],
      except: [],
      aliases: [],
    }
    return isolation === 'strict' ? { ...folder, only: direnv[name] } : folder
  })
  const inPlace = account.codexHome !== account.codexLink
  const home = {
    account: account.home,
    real: real.home,
    make: [],
    except: ['.codex'],
    aliases: inPlace ? [{ name: '.codex', target: account.codexHome }] : [],
  }
  if (isolation === 'strict') return [{ ...home, only: [] }, ...xdg]
  // A program that knows XDG and one that spells ~/.config out must meet in one folder (traps.md, 10).
  const meeting = xdgNames.map((name) => {
    return { route: routesTo([real.home], [real.xdg[name]])[0] ?? [], alias: account.xdg[name] }
  })
  return [home, ...xdg].flatMap((folder) => {
    const routes = exceptions
      .flatMap((path) => routesTo([folder.real, resolve(folder.real)], path))
      .map((route) => ({ route }))
    if (folder === home) return withExceptions(folder, [...meeting, ...routes])
    return routes.length > 0 ? withExceptions(folder, routes) : [{ ...folder, linkable: true }]
  })
}

/**
 * A real folder that something lies in which is not bridged can't be linked whole: it is a real folder in the account
 * too, and bridged entry by entry. (Linked whole, the folder of swop's root would make the account contain itself.)
 */
function withExceptions(folder: BridgedFolder, exceptions: readonly Exception[]): BridgedFolder[] {
  const below = new Map<string, Exception[]>()
  for (const { route, alias } of exceptions) {
    const [name, ...rest] = route
    if (name === undefined || folder.except.includes(name)) continue
    below.set(name, [...(below.get(name) ?? []), { route: rest, ...(alias === undefined ? {} : { alias }) }])
  }
  const aliases = [...below].flatMap(([name, each]) => {
    const target = each.find(({ route, alias }) => route.length === 0 && alias !== undefined)?.alias
    return target === undefined ? [] : [{ name, target }]
  })
  const inner = [...below].flatMap(([name, each]) => {
    if (each.some(({ route }) => route.length === 0)) return []
    const next = {
      account: join(folder.account, name),
      real: join(folder.real, name),
      make: [],
      except: [],
      aliases: [],
    }
    return withExceptions(next, each)
  })
  return [
    { ...folder, except: [...folder.except, ...below.keys()], aliases: [...folder.aliases, ...aliases] },
    ...inner,
  ]
}

/**
 * @param folder a real folder, and `target` what may lie in it; both absolute, each as it is written and with links
 * resolved: `~/.local` may be a link to another disk
 * @returns the ways from the folder to the target, as names; none when it is not in it
 */
export function routesTo(folder: readonly string[], target: readonly string[]): string[][] {
  const ways = folder.flatMap((from) => target.map((to) => relative(from, to)))
  const inside = ways.filter((way) => way !== '' && way !== '..' && !way.startsWith('../'))
  return [...new Set(inside)].map((way) => way.split('/'))
}
