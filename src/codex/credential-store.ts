import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { parseCodexConfig, type CredentialStore } from './config.ts'

/** Where codex keeps the login of a codex home, as its settings say; no store when they can't be read. */
export interface StoreSetting {
  store?: CredentialStore
  problem?: string
}

// What is said further up wins (0.169.0); profiles and a project's config.toml have no say in it.
const managed = '/etc/codex/managed_config.toml'
const system = '/etc/codex/config.toml'

/** @returns what `cli_auth_credentials_store` is in force for a codex home; nothing is asked of a keyring */
export function readCredentialStore(codexHome: string): StoreSetting {
  for (const path of [managed, join(codexHome, 'config.toml'), system]) {
    try {
      const text = readText(path)
      if (text === undefined) continue
      const { settings, problem } = parseCodexConfig(text)
      if (problem) return { problem: `${path} ${problem}` }
      if (settings.credentialStore) return { store: settings.credentialStore }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return { problem: error.message }
    }
  }
  return { store: 'file' }
}

/** The user under which codex keeps a login in the keyring's service `Codex Auth` (codex.md, section 5). */
export function keyringUser(codexHome: string): string {
  return `cli|${createHash('sha256').update(resolved(codexHome)).digest('hex').slice(0, 16)}`
}
