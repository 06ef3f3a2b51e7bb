import { harmlessPlace } from './places.ts'
import { normalised } from './event.ts'
import type { Ground } from './ground.ts'

/** Where a path lies, seen from one account. */
export interface Location {
  place: 'account' | 'other account' | 'base' | 'home' | 'project' | 'harmless' | 'elsewhere'
  /** The entry of a codex home that the path is, or lies in. */
  entry?: string
  /** The path without anything of this machine, this run or this account in it. */
  shown: string
  /** Why a harmless place is harmless. */
  why?: string
}

/**
 * @param path absolute, links followed as far as wanted
 * @param account whose codex it was; undefined when the trace does not tell
 */
export function locate(path: string, account: string | undefined, ground: Ground): Location {
  for (const { name, folder, codexHome } of ground.accounts) {
    const place = account === undefined || account === name ? 'account' : 'other account'
    const root = place === 'account' ? '{account}' : '{other account}'
    const inside = below(path, codexHome)
    if (inside !== undefined) return { place, ...entryOf(inside), shown: shown(`${root}/.codex`, inside) }
    const beside = below(path, folder)
    if (beside !== undefined) return { place, shown: shown(root, beside) }
  }
  const roots = [
    ['base', ground.baseCodexHome, '{base}'],
    ['project', ground.project, '{project}'],
    ['home', ground.home, '{home}'],
  ] as const
  for (const [place, root, name] of roots) {
    const inside = below(path, root)
    if (inside === undefined) continue
    return { place, ...(place === 'base' ? entryOf(inside) : {}), shown: shown(name, inside) }
  }
  const rest = below(path, ground.folder)
  if (rest !== undefined) return { place: 'elsewhere', shown: shown('{swop}', rest) }
  const harmless = harmlessPlace(path)
  const seen = { shown: withoutChance(path) }
  return harmless ? { place: 'harmless', why: harmless.why, ...seen } : { place: 'elsewhere', ...seen }
}

/**
 * Follows the links that swop made, by what is known of them.
 * @param last whether the path's own end is followed: what removes, renames or makes a link does not
 */
export function follow(path: string, { links }: Ground, last: boolean): string {
  let found = path
  for (let turn = 0; turn < 16; turn++) {
    const next = [...prefixes(found, last)].find((prefix) => links.has(prefix))
    if (next === undefined) return found
    found = normalised(`${links.get(next)}${found.slice(next.length)}`)
  }
  return found
}

function* prefixes(path: string, last: boolean): Generator<string> {
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) yield path.slice(0, at)
  if (last) yield path
}

function below(path: string, folder: string): string | undefined {
  if (path === folder) return ''
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
}

function entryOf(inside: string): { entry?: string } {
  return inside === '' ? {} : { entry: inside.split('/')[0]! }
}

function shown(root: string, inside: string): string {
  return inside === '' ? root : `${root}/${withoutChance(inside)}`
}

/** What chance or the clock put into names, so that two runs give the same list. */
const chance: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{id}'],
  [/[0-9a-f]{32,}/g, '{hash}'],
  [/(?<=\/etilqs_)[0-9a-f]+$/g, '{chance}'],
  [/\d{4}-\d\d-\d\dT\d\d[-:]\d\d[-:]\d\d/g, '{time}'],
  [/\b20\d\d\/\d\d\/\d\d\b/g, '{date}'],
  [/\b20\d\d(\/\d\d)?$/g, '{date}'],
  [/(codex-arg0|\.staging\.|\.tmp|\.auth-)[A-Za-z0-9]{6}(?![A-Za-z0-9])/g, '$1{chance}'],
  [/(?<=^\/proc\/)\d+/g, '{pid}'],
  [/(?<=codex-daemon-)[^/]+/g, '{uid}'],
  [/(?<=\/tmp\/#|\/pts\/)\d+/g, '{number}'],
  [/\d{6,}/g, '{number}'],
]

function withoutChance(path: string): string {
  return chance.reduce((text, [pattern, word]) => text.replace(pattern, word), path)
}
