import { writeAtomically } from '../platform/files.ts'
import { look } from '../platform/paths.ts'
import { rootLayout } from './layout.ts'
import { accountNames } from './names.ts'

// shell/names: what fish completes behind `swop use`. A pattern for 50 folders takes it 50 µs, a file of names 15. It takes no
// list that is older than the folder of the accounts: what is done there by hand costs it a look at that folder, until the list
// is written again.

/** Whether the list of names is as new as the folder of the accounts. */
export function isListNew(root: string): boolean {
  const { names, accounts } = rootLayout(root)
  return (look(names)?.mtimeMs ?? 0) >= (look(accounts)?.mtimeMs ?? 0)
}

/** Writes the names of all accounts, a line each. */
export function writeNames(root: string): void {
  const { names, accounts } = rootLayout(root)
  const text = namesText(root)
  writeAtomically(names, text, [accounts])
  // Adding an account writes it without the lock: an older list may have been written over a newer one.
  if (namesText(root) !== text) writeNames(root)
}

function namesText(root: string): string {
  return accountNames(root)
    .map((name) => `${name}\n`)
    .join('')
}
