import { inflateSync } from 'node:zlib'
import { show } from './mask.ts'
import type { Environment } from '../accounts/root.ts'

/**
 * What direnv has set in this shell. DIRENV_DIFF is base64 (of URLs) around zlib around
 * `{"p": {previous values}, "n": {next values}}` (direnv, internal/cmd/env_diff.go).
 * @returns undefined without a direnv, or when its notes can't be read
 */
export function readDirenv(env: Environment): { file: string; values: Environment } | undefined {
  if (!env.DIRENV_DIFF) return undefined
  try {
    const text = inflateSync(Buffer.from(env.DIRENV_DIFF, 'base64url')).toString()
    const { n: values } = JSON.parse(text) as { n?: unknown }
    if (typeof values !== 'object' || values === null) return undefined
    const file = env.DIRENV_FILE ?? `${env.DIRENV_DIR?.replace(/^-/, '') ?? ''}/.envrc`
    return { file: show('DIRENV_FILE', file) ?? '', values: values as Environment }
  } catch {
    return undefined // another direnv's notes, or nobody's
  }
}
