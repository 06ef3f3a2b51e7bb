import fs from 'node:fs'
import { isFolder } from '../platform/paths.ts'
import { cannot } from '../platform/system-error.ts'
import { systemCode } from '../platform/failure.ts'
import { accountLayout, rootLayout } from './layout.ts'
import { isAccountName } from './name.ts'

/** The names of all accounts, sorted; also of those whose settings are broken. */
export function accountNames(root: string): string[] {
  return foldersOf(root)
    .filter((name) => !isGone(root, name))
    .sort()
}

/** Also what is left in the place of an account that is gone. */
function foldersOf(root: string): string[] {
  const { accounts } = rootLayout(root)
  try {
    const entries = fs.readdirSync(accounts, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() && isAccountName(entry.name)).map(({ name }) => name)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw cannot('read', accounts, error)
  }
}

function isGone(root: string, name: string): boolean {
  return fs.existsSync(accountLayout(root, name).gone)
}

/** Whether there is an account of exactly that name; of some hundreds only this one is looked at. */
export function isListed(root: string, name: string): boolean {
  const { accounts } = rootLayout(root)
  try {
    if (!fs.readdirSync(accounts).includes(name)) return false
    return fs.lstatSync(accountLayout(root, name).folder).isDirectory() && !isGone(root, name)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw cannot('read', accounts, error)
  }
}

/** Whether an account is there; its settings may be broken. Looks at nothing but its own folder. */
export function hasAccount(root: string, name: string): boolean {
  if (!isAccountName(name)) return false
  const { folder, gone } = accountLayout(root, name)
  return isFolder(folder) && !fs.existsSync(gone)
}
