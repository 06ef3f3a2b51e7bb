import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { withdrawFromOthers } from '../platform/folders.ts'
import { some, type Check, type Finding } from './check.ts'
import type { Machine } from './machine.ts'

/**
 * Owners and modes of swop's own files (product.md, "On disk"): 0700 and 0600. Not those of auth.json, which belongs to
 * codex: the logins check speaks of it, and nothing here touches it.
 */
export const modes: Check = {
  name: 'modes',
  looksAt: "owner and mode of swop's own files and folders",
  inspect: ({ root, names }) => [
    ...judge(ownPaths(root)),
    ...names.flatMap((name) => judge(accountPaths(root, name)).map((each) => ({ account: name, ...each }))),
  ],
}

function ownPaths(root: string): string[] {
  const { accounts, backups, shell, config, bindings } = rootLayout(root)
  const folders = accountNames(root).length > 0 ? [accounts, backups, shell] : []
  return [...folders, config, bindings, ...entriesOf(shell)]
}

function accountPaths(root: Machine['root'], name: string): string[] {
  const folder = join(rootLayout(root).accounts, name)
  const codexHome = join(folder, 'home', '.codex')
  return [folder, ...entriesOf(folder), codexHome]
}

function judge(paths: readonly string[]): Finding[] {
  const own = process.getuid?.()
  const stats = paths.flatMap((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    return stat && !stat.isSymbolicLink() ? [{ path, stat }] : []
  })
  const foreign = stats.filter(({ stat }) => own !== undefined && stat.uid !== own).map(({ path }) => path)
  const open = stats
    .filter(({ stat }) => (stat.mode & 0o077) !== 0 && stat.uid === own)
    .map(({ path }) => path)
  const findings: Finding[] = []
  if (foreign.length > 0)
    findings.push({
      found: `${some(foreign)}: another user's`,
      why: "swop runs nobody else's code, so the account can't be activated",
      todo: `chown it to yourself`,
    })
  if (open.length > 0)
    findings.push({
      found: `${some(open)}: open to other users`,
      why: 'they could see, or change, what your shells run and which logins there are',
      todo: `chmod go= on each`,
      fix: () => {
        for (const path of open) withdrawFromOthers(path)
        return `closed ${some(open)} to other users`
      },
    })
  return findings
}

/** A folder that can't be read is said by others. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}
