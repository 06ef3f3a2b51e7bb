import { accountNames } from '../accounts/names.ts'
import { readAccount } from '../accounts/store.ts'
import { Failure } from '../platform/failure.ts'
import { settle } from './settle.ts'

/** After accounts have come, gone, or got another name: the guards of the others follow. */
export async function settleGuarded(root: string, except?: string): Promise<void> {
  const names = accountNames(root).filter((name) => name !== except && isGuarded(root, name))
  if (names.length > 0) await settle(root, names)
}

/** Broken settings are for others to report. */
function isGuarded(root: string, name: string): boolean {
  try {
    return readAccount(root, name).settings.guard === true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}
