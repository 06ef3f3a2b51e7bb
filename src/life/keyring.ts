import { readCredentialStore } from '../codex/credential-store.ts'
import type { Account } from '../accounts/store.ts'

/**
 * Codex finds a login in the keyring by the path of its home (codex.md, section 5): one that moves loses it.
 * @returns what to say when the account's codex home is about to move; undefined when all is well
 */
export function keyringNote({ layout, settings }: Account): string | undefined {
  if (settings.codexHome !== undefined) return undefined // it stays where it is
  const { store } = readCredentialStore(layout.codexHome)
  if (store === 'keyring') return 'codex keeps this login in the keyring, where it does not follow'
  if (store !== 'auto') return undefined
  return "a login that codex keeps in the keyring (cli_auth_credentials_store is 'auto') does not follow"
}
