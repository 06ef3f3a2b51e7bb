import { readdirSync } from 'node:fs'
import { rootLayout } from '../accounts/layout.ts'
import { readBindings } from '../accounts/bindings.ts'
import { accountNames } from '../accounts/names.ts'
import { readConfig } from '../accounts/store.ts'
import { isLibrary, libraryPath } from '../direnv/library.ts'
import { isEmptyFolder } from '../platform/paths.ts'
import { functionShells } from '../shell/dialects/index.ts'
import { observed, utf8 } from './installation.ts'
import { observePlaces, observeRcFile } from './observe.ts'
import { planRemoval, type Change } from './plan.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Environment } from '../accounts/root.ts'
import type { Record } from './record.ts'

/**
 * What `swop uninstall` changes outside of swop's own folder. Files are looked for where setup would put them now, and
 * where it has put them.
 * @throws Failure when a file can't be changed
 */
export async function planUninstall(
  real: RealHome,
  { files }: Record,
  baseline: Environment,
): Promise<Change[]> {
  const places = await observePlaces(real, baseline)
  const library = observeRcFile(libraryPath(real))
  const known = functionShells.flatMap((shell) => observed(places, shell))
  const others = files.filter((path) => path !== library.path && known.every((file) => file.path !== path))
  const all = [...known, ...others.map(observeRcFile)].filter(
    (file, index, list) => list.findIndex(({ target }) => target === file.target) === index,
  )
  const { path, target, text } = library
  const ours = text !== undefined && isLibrary(utf8(text))
  return [...planRemoval(all), ...(ours ? [{ path, target, before: text, after: undefined }] : [])]
}

/** What swop makes by itself in its own folder, before there is an account. */
const generated = new Set([
  'accounts',
  'backups',
  'shell',
  'config.json',
  'setup.json',
  'bindings.json',
  'lock',
])

/** What stands in config.json by itself; all else somebody has set. */
const byItself = new Set(['version', 'salt', 'real'])

/** Whether there is nothing of the user's in swop's own folder. */
export function isUnused(root: string): boolean {
  const { accounts, backups } = rootLayout(root)
  try {
    return (
      accountNames(root).length === 0 &&
      isEmptyFolder(accounts) &&
      isEmptyFolder(backups) &&
      readdirSync(root).every((name) => generated.has(name)) &&
      Object.keys(readConfig(root) ?? {}).every((key) => byItself.has(key)) &&
      readBindings(root).length === 0
    )
  } catch {
    return false
  }
}
