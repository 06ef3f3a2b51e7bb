import { dotenvRule } from './dotenv.ts'
import { shareMap, type EntryFacts, type Row, type ShareRule } from './share-map.ts'
import { classifyUnknown } from './unknown-entry.ts'
import type { Share, ShareChoices } from '../accounts/settings.ts'

/**
 * Says how an entry of a codex home is treated: as the settings say, where they may, else as the share map does.
 * @param name the entry's name, without a path
 * @param rows the share map; another one shows what a missing row would do
 */
export function classify(
  name: string,
  facts: EntryFacts,
  chosen: ShareChoices = {},
  rows: readonly Row[] = shareMap,
): ShareRule {
  const rule = mapped(name, facts, rows)
  const share = Object.hasOwn(chosen, name) ? chosen[name] : undefined
  if (share === undefined || share === rule.share || rule.fixed) return rule
  const as = share === 'shared' && rule.share === 'own' ? 'any' : rule.as
  return { ...rule, share, as, known: true, why: 'the settings say so' }
}

/**
 * Why a setting can't make an entry what it should be.
 * @returns undefined when it can
 */
export function refusedShare(name: string, share: Share): string | undefined {
  const rule = mapped(name, { inBase: true, kind: 'file' })
  // Where case does not count (macOS), aUth.json is the login.
  const same = mapped(name.toLowerCase(), { inBase: true, kind: 'file' })
  if (same.fixed && share !== same.share && !rule.fixed)
    return `${name.toLowerCase()} is always ${inWords[same.share]}: ${same.why}`
  if (rule.fixed && share !== rule.share) return `${name} is always ${inWords[rule.share]}: ${rule.why}`
  if (share !== 'copied') return undefined
  if (name === '.env') return 'keys are kept in .env, which swop does not copy'
  return rule.as === 'folder' ? `${name} is a folder, and only a file can be copied` : undefined
}

const inWords = { shared: 'shared', own: "the account's own", copied: 'copied' }

function mapped(name: string, facts: EntryFacts, rows: readonly Row[] = shareMap): ShareRule {
  if (name === '.env') return dotenvRule(facts.outranksLogin === true)
  const row = rowOf(name, rows)
  if (row === undefined) return classifyUnknown(name, facts)
  return { share: row.share, as: row.as, known: true, fixed: row.fixed, why: row.why }
}

interface Index {
  exact: Map<string, number>
  patterns: { pattern: RegExp; n: number }[]
}

/** A base codex home can have thousands of names. */
const indexes = new WeakMap<readonly Row[], Index>()

/** The first row that fits. */
function rowOf(name: string, rows: readonly Row[]): Row | undefined {
  const index = indexes.get(rows) ?? indexOf(rows)
  indexes.set(rows, index)
  const exact = index.exact.get(name) ?? rows.length
  return rows[index.patterns.find(({ pattern, n }) => n < exact && pattern.test(name))?.n ?? exact]
}

function indexOf(rows: readonly Row[]): Index {
  const index: Index = { exact: new Map(), patterns: [] }
  for (const [n, { names }] of rows.entries()) {
    for (const test of names) {
      if (typeof test !== 'string') index.patterns.push({ pattern: test, n })
      else if (!index.exact.has(test)) index.exact.set(test, n)
    }
  }
  return index
}
