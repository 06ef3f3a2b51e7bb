import type { EntryFacts, ShareRule } from './share-map.ts'

const secretive = new Set(
  'auth oauth login credential credentials creds token tokens secret secrets key keys apikey keyring cookie cookies jwt netrc daemon control'.split(
    ' ',
  ),
)
const processBound = new Set(['lock', 'pid', 'sock', 'socket', 'db', 'sqlite'])

/** codex.md, section 1, last row: what a later codex may add. When in doubt an entry is the account's own. */
export function classifyUnknown(name: string, facts: EntryFacts): ShareRule {
  // Words, also those of camelCase.
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
  const unknown = { as: 'any', known: false, fixed: false } as const
  if (words.some((word) => secretive.has(word))) {
    return {
      ...unknown,
      share: 'own',
      fixed: true,
      why: 'unknown, and its name speaks of a login or a daemon',
    }
  }
  if (facts.kind === 'socket' || facts.kind === 'other' || words.some((word) => processBound.has(word))) {
    return {
      ...unknown,
      share: 'own',
      fixed: true,
      why: 'unknown, and a lock, socket, pid file or database by its name',
    }
  }
  return facts.inBase
    ? { ...unknown, share: 'shared', why: 'unknown, and the base codex home has it' }
    : { ...unknown, share: 'own', why: 'unknown, and only the account has it' }
}
