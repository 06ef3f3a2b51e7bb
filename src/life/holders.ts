import { join } from 'node:path'
import { readAccountAnyhow } from '../accounts/salvage.ts'
import { accountNames } from '../accounts/names.ts'
import { readAuthFile } from '../codex/auth-file.ts'
import { resolved } from '../platform/paths.ts'
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
  const accounts = accountNames(root).map((name) => ({
    who: `account '${name}'`,
    codexHome: resolved(readAccountAnyhow(root, name).layout.codexHome),
  }))
  const base = [...new Set([real.codexHome, join(real.home, '.codex')].map(resolved))]
  return [...base.map((codexHome) => ({ who: 'the real home', codexHome })), ...accounts]
}

/** Somebody who has a login, too. */
export interface Fellow extends Holder {
  /** the very same tokens, of which only one can renew them */
  sameTokens: boolean
}

/** Those that hold a login: the same person in the same workspace, the same key, or the very same tokens. */
export function holdersOf(login: Login, homes: readonly Holder[], salt: string): Fellow[] {
  return homes.flatMap((home) => {
    const found = readAuthFile(home.codexHome, salt)
    if (found.state !== 'login') return []
    const { identity, refreshMark } = found.login
    const sameTokens = refreshMark !== undefined && refreshMark === login.refreshMark
    return sameTokens || identity === login.identity ? [{ ...home, sameTokens }] : []
  })
}

/** Who else has the login of an account. */
export function fellowsOf(
  root: string,
  real: RealHome,
  salt: string,
  { login, codexHome }: { login: Login; codexHome: string },
): Fellow[] {
  const others = codexHomes(root, real).filter((each) => each.codexHome !== resolved(codexHome))
  return holdersOf(login, others, salt)
}

/**
 * What it means for an account that somebody else has its login, and what to do. Tokens in two places are moved away
 * first: codex 0.169 revokes the login that it gives up when a new one begins.
 */
export function fellowWords(name: string, { who, sameTokens }: Pick<Fellow, 'who' | 'sameTokens'>): string {
  return sameTokens
    ? `${who} has the same refresh token: as soon as one of them renews it, the other's is refused for good; move the auth.json of ${name} away, or codex revokes it for both; then: swop login ${name}`
    : `${who} has the same login: they share its limits; for two logins, log one of them in as somebody else`
}
