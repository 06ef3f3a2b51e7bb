import { join } from 'node:path'
import { accountNames, readAccount } from '../accounts/store.ts'
import { readAuthFile } from '../codex/auth-file.ts'
import { Failure } from '../platform/failure.ts'
import { resolved } from '../platform/files.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Login } from '../codex/login.ts'

/** Somebody's codex home. */
export interface Holder {
  /** an account's name in quotes, or "the real home" */
  who: string
  /** links resolved */
  codexHome: string
}

/** The codex homes that swop knows of: each account's, the base codex home, and `~/.codex` if that is another one. */
export function codexHomes(root: string, real: RealHome): Holder[] {
  const accounts = accountNames(root).flatMap((name) => {
    try {
      return [{ who: `account '${name}'`, codexHome: resolved(readAccount(root, name).layout.codexHome) }]
    } catch (error) {
      if (error instanceof Failure) return [] // broken settings are not this one's business
      throw error
    }
  })
  const base = [...new Set([real.codexHome, join(real.home, '.codex')].map(resolved))]
  return [...base.map((codexHome) => ({ who: 'the real home', codexHome })), ...accounts]
}

/** Those that hold a login: the same person in the same workspace, the same key, or the very same tokens. */
export function holdersOf(login: Login, homes: readonly Holder[], salt: string): Holder[] {
  return homes.filter(({ codexHome }) => {
    const found = readAuthFile(codexHome, salt)
    if (found.state !== 'login') return false
    const { identity, refreshMark } = found.login
    return identity === login.identity || (refreshMark !== undefined && refreshMark === login.refreshMark)
  })
}
