import { existsSync } from 'node:fs'
import { accountNames } from '../accounts/names.ts'
import { readAccount } from '../accounts/store.ts'
import { accountLayout, rootLayout } from '../accounts/layout.ts'
import { resolved } from '../platform/paths.ts'
import { Failure } from '../platform/failure.ts'
import { variablesOf } from '../platform/process-table.ts'
import { realHomeName } from './inspect.ts'
import type { CodexProcess } from '../codex/processes.ts'

/** An app-server daemon of codex, or an updater that has none (any more). */
export interface Daemon {
  /** an account, or `default` for the real home; null for a codex home that is nobody's, or gone */
  account: string | null
  codexHome: string
  /** whether the codex home is no longer there */
  isGone: boolean
  pid: number | null
  updater: number | null
  version: string | null
  since: Date | null
  /**
   * From which account's environment it was started; it keeps that, whatever a later shell exports. `default` is the real
   * home's, null one that leads to no account that there is.
   */
  startedFrom: string | null
}

/** The daemons among codex's processes. Of their environment only what says whose it is is looked at, and nothing kept. */
export function daemonsOf(
  processes: readonly CodexProcess[],
  root: string,
  realCodexHome: string | undefined,
): Daemon[] {
  const owners = ownersOf(root, realCodexHome)
  const relevant = processes.filter(({ role }) => role === 'daemon' || role === 'updater')
  const homes = [...new Set(relevant.map(({ codexHome }) => codexHome))].sort()
  return homes.flatMap((codexHome) => {
    const here = relevant.filter((each) => each.codexHome === codexHome)
    const daemons = here.filter(({ role }) => role === 'daemon')
    const updaters = here.filter(({ role }) => role === 'updater')
    const pairs = Array.from({ length: Math.max(daemons.length, updaters.length) }, (_, index) => [
      daemons[index],
      updaters[index],
    ])
    return pairs.map(([daemon, updater]): Daemon => {
      const process = daemon ?? updater
      return {
        account: owners.get(codexHome) ?? null,
        codexHome,
        isGone: isGone(codexHome, root),
        pid: daemon?.pid ?? null,
        updater: updater?.pid ?? null,
        version: versionIn(process?.program),
        since: process?.since ?? null,
        startedFrom: process ? originOf(process.pid, root) : null,
      }
    })
  })
}

/** Whose a codex home is; accounts with broken settings have theirs in the usual place. */
function ownersOf(root: string, realCodexHome: string | undefined): Map<string, string> {
  const owners = new Map<string, string>()
  if (realCodexHome !== undefined) owners.set(resolved(realCodexHome), realHomeName)
  for (const name of accountNames(root)) {
    try {
      owners.set(resolved(readAccount(root, name).layout.codexHome), name)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
  return owners
}

/** A daemon makes parts of its home anew after it was removed or renamed: what has no settings is no account. */
function isGone(codexHome: string, root: string): boolean {
  const { accounts } = rootLayout(root)
  const name = codexHome.startsWith(`${accounts}/`) && codexHome.slice(accounts.length + 1).split('/')[0]
  return !existsSync(name ? accountLayout(root, name).settings : codexHome)
}

/** By what an activation sets: SWOP_ACCOUNT, and for those that lost it (`env -i`) HOME. */
function originOf(pid: number, root: string): string | null {
  const { SWOP_ACCOUNT: account, HOME: home = '' } = variablesOf(pid, ['SWOP_ACCOUNT', 'HOME'])
  const { accounts } = rootLayout(root)
  const name = account || (home.startsWith(`${accounts}/`) && home.slice(accounts.length + 1).split('/')[0])
  if (!name) return realHomeName
  return existsSync(accountLayout(root, name).settings) ? name : null
}

/** codex installs what it runs as a daemon in a folder with its version: …/releases/0.169.0-x86_64-…/bin/codex. */
function versionIn(program = ''): string | null {
  return /\/releases\/(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[\w.]*)?)/.exec(program)?.[1] ?? null
}
