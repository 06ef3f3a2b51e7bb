import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import { deleteForGood } from '../platform/account-folder.ts'
import { removeEmptyFolder } from '../platform/entries.ts'
import { withLock } from '../platform/lock.ts'
import { choose, type Choice, type Criteria } from './choice.ts'
import { readBackups, type Backup } from './list.ts'

/**
 * Deletes old backups for good.
 * @returns what was (or, with `dryRun`, would be) deleted, and what of their age and size was kept and why
 * @throws Failure when something can't be deleted; it is still in the list then
 */
export async function prune(root: string, criteria: Criteria, dryRun: boolean): Promise<Choice<Backup>[]> {
  return withLock(rootLayout(root).lock, async () => {
    const backups = readBackups(root).map((backup) => ({ ...backup, hasOthers: hasOthers(backup) }))
    const choices = choose(backups, criteria, new Date())
    if (!dryRun) for (const { backup, keptFor } of choices) if (keptFor === undefined) deleteBackup(backup)
    return choices
  })
}

/** The manifest last: what is left of a backup by a kill is still in the list. */
function deleteBackup({ layout, kept }: Backup): void {
  for (const { path } of kept) deleteForGood(path)
  tidyBackup(layout)
}

/** Takes away what is left of a backup that has been emptied: its manifest, and folders with nothing in them. */
export function tidyBackup({ folder, manifest }: Backup['layout']): void {
  if (!isEmptyBut(folder, manifest)) return
  for (const name of readdirSync(folder))
    if (join(folder, name) !== manifest) removeFolders(join(folder, name))
  deleteForGood(manifest)
  removeEmptyFolder(folder)
}

function removeFolders(path: string): void {
  for (const name of readdirSync(path)) removeFolders(join(path, name))
  removeEmptyFolder(path)
}

/** Whether there is nothing in a folder and below it but one file, and folders. */
function isEmptyBut(folder: string, file: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = join(folder, entry.name)
    return path === file || (entry.isDirectory() && isEmptyBut(path, file))
  })
}

/** Whether something is in a backup's folder that its manifest does not have. */
function hasOthers({ layout, kept }: Backup): boolean {
  const known = new Set([layout.manifest, ...kept.map(({ path }) => path)])
  const look = (folder: string): boolean =>
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      const path = join(folder, entry.name)
      if (known.has(path)) return false
      return entry.isDirectory() ? look(path) : true
    })
  return look(layout.folder)
}
