import { loginVariables } from './variables.ts'
import type { ShareRule } from './share-map.ts'

/**
 * Whether codex's own `.env` would change the account: codex loads it over the environment, ignoring CODEX_* lines.
 * @param text the file's text
 */
export function outranksLogin(text: string): boolean {
  const outranking: readonly string[] = ['HOME', ...loginVariables]
  return text.split('\n').some((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line)?.[1]
    return name !== undefined && outranking.includes(name)
  })
}

/** How an `.env` of codex's own is treated. */
export function dotenvRule(outranks: boolean): ShareRule {
  return outranks ? dotenvOwn : dotenvShared
}

const dotenvOwn: ShareRule = {
  share: 'own',
  as: 'any',
  known: true,
  fixed: true,
  why: 'it sets HOME, or a variable that outranks the login',
}
const dotenvShared: ShareRule = {
  share: 'shared',
  as: 'any',
  known: true,
  fixed: false,
  why: 'keys of model providers are kept here',
}
