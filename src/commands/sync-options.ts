import { isAccountName } from '../accounts/name.ts'

/** What `swop sync` was asked for. */
export interface SyncOptions {
  /** all accounts, if there are none */
  names: string[]
  dryRun: boolean
  quiet: boolean
  json: boolean
}

/** The options that words say, if they are plain: names, and whether only what needs a person is to be said. */
export function plainSync(words: readonly string[]): SyncOptions | undefined {
  const names = words.filter((word) => word !== '--quiet')
  if (!names.every((word) => isAccountName(word))) return undefined
  return { names, dryRun: false, json: false, quiet: names.length < words.length }
}
