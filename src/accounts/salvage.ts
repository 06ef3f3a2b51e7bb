import { Failure, exitCodes } from '../platform/failure.ts'
import { accountLayout } from './layout.ts'
import { readAccount, type Account } from './store.ts'

/**
 * Reads an account for those who must not overlook an account whose settings are broken: it can hold a login all the same. What
 * its settings would say is the usual then; a codex home that it has in place is found by the link to it.
 * @throws Failure for a bad name, or an unknown account (exit 3)
 */
export function readAccountAnyhow(root: string, name: string): Account {
  try {
    return readAccount(root, name)
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== exitCodes.failed) throw error
    return { name, layout: accountLayout(root, name), settings: { version: 1, isolation: 'overlay' } }
  }
}
