import { existsSync } from 'node:fs'
import { accountLayout, newBackup } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { codexProcessesOf } from '../codex/processes.ts'
import { backUpEntry } from '../platform/aside.ts'
import { Failure } from '../platform/failure.ts'
import type { Check } from './check.ts'

/**
 * Folders in accounts/ that are no accounts: a daemon whose home was removed or renamed under it makes
 * `home/.codex/app-server-daemon` anew (0.169.0).
 */
export const ghosts: Check = {
  name: 'ghosts',
  looksAt: 'folders in accounts/ without settings',
  inspect: ({ root }) =>
    ghostNames(root).map((name) => {
      const { folder } = accountLayout(root, name)
      return {
        found: `${folder} is no account: there are no settings, and no login`,
        why: 'a codex that ran on in a removed account has made it; the name is taken by it',
        todo: 'end that codex (swop daemons), then move the folder away',
        fix: () => moveGhost(root, name),
      }
    }),
}

/**
 * Moves such a folder into backups/.
 * @throws Failure while a codex is running there: it would make it anew
 */
export function moveGhost(root: string, name: string): string {
  const { folder, codexHome } = accountLayout(root, name)
  if (!existsSync(folder)) return 'it is no longer there'
  const [running] = codexProcessesOf(codexHome)
  if (running) throw new Failure(`${running.command} (pid ${running.pid}) is running there`, 'end it first')
  const backup = newBackup(root, String(process.pid)).folder
  backUpEntry(folder, backup, 'no account')
  return `moved it to ${backup}`
}

/** The names of folders that only look like accounts; one with a login in it is an account that lost its settings. */
export function ghostNames(root: string): string[] {
  return accountNames(root).filter((name) => {
    const { settings, xdg, codexHome } = accountLayout(root, name)
    return ![settings, xdg.config, `${codexHome}/auth.json`].some((path) => existsSync(path))
  })
}
