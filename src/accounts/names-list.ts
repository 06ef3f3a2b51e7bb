import { Failure } from '../platform/failure.ts'
import { discard } from '../platform/entries.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { isPlainFile, look } from '../platform/paths.ts'
import { setTime } from '../platform/stamps.ts'
import { rootLayout } from './layout.ts'
import { accountNames } from './names.ts'

// shell/names: what fish completes behind `swop use`. A pattern for 50 folders takes it 50 µs, a file of names 15. It takes only
// a list that is newer than the folder of the accounts, and otherwise looks into that folder.

/**
 * What the list is good for: fish does not take an old one, and by a wrong one it offers what is not there.
 * @param names of all accounts; without them, only the times are looked at
 */
export function listState(root: string, names?: readonly string[]): 'right' | 'old' | 'wrong' {
  const { accounts, names: list } = rootLayout(root)
  if (!isNewer(list, accounts)) return 'old'
  return names === undefined || says(list) === namesText(names) ? 'right' : 'wrong'
}

/** Writes the list of all accounts. Where that can't be done, fish goes without. */
export function writeNames(root: string): void {
  const { accounts, names: list } = rootLayout(root)
  try {
    const text = namesText(accountNames(root))
    // One that can't be read (root's, where swop once ran by sudo) gives way: it holds nothing that is not known.
    if (isPlainFile(list) && says(list) === undefined) discard(list)
    writeAtomically(list, text, [accounts])
    // Both may have been written within one tick of the clock.
    const changed = look(accounts)?.mtimeMs
    if (changed !== undefined && !isNewer(list, accounts)) setTime(list, (changed + 1) / 1000)
    // Adding an account writes it without the lock: an older list may have been written over a newer one.
    if (namesText(accountNames(root)) !== text) writeNames(root)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
}

/** Nothing where it can't be read. */
function says(list: string): string | undefined {
  try {
    return readText(list)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

function isNewer(list: string, accounts: string): boolean {
  return (look(list)?.mtimeMs ?? 0) > (look(accounts)?.mtimeMs ?? Number.POSITIVE_INFINITY)
}

/** What the list of these names says: a line each. */
function namesText(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('')
}
