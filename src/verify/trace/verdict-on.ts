import type { ShareRule } from '../../codex/share-map.ts'
import type { Classify } from '../entries.ts'
import type { Ground } from './ground.ts'
import type { Location } from './location.ts'

/** What a write can turn out to be; all but the first are findings. */
export const verdicts = [
  'as promised',
  'unknown entry',
  'written outside the account and the base home',
  'shared although it should not be',
  'own although it should be shared',
] as const

/** What is to be thought of a write. */
export interface Judgement {
  verdict: (typeof verdicts)[number]
  why: string
  share?: ShareRule['share']
}

/**
 * @param classify the share map
 * @returns the verdict on a write to a place
 */
export function verdictOn(
  { place, entry, why = 'harmless' }: Location,
  ground: Ground,
  classify: Classify,
): Judgement {
  if (place === 'project') return promised('the project that codex was started in')
  if (place === 'harmless') return promised(why)
  if (place === 'other account') {
    return { verdict: 'shared although it should not be', why: "it is the other account's" }
  }
  if (place === 'home' || place === 'elsewhere') {
    return {
      verdict: 'written outside the account and the base home',
      why: 'codex is not known to write here',
    }
  }
  if (entry === undefined) {
    return promised(place === 'base' ? 'the base codex home itself' : "in the account's home")
  }
  return entryVerdict(place, entry, ground, classify)
}

function entryVerdict(
  place: 'account' | 'base',
  entry: string,
  ground: Ground,
  classify: Classify,
): Judgement {
  // SQLite keeps these beside their database, so they are where it is.
  const database = entry.replace(/-(wal|shm|journal)$/, '')
  const looked = database !== entry && place === 'base' ? database : entry
  const rule = classify(looked, { inBase: ground.inBase.has(looked), kind: 'file' })
  const { share, why } = rule
  if (!rule.known) return { verdict: 'unknown entry', why, share }
  if (place === 'base' && share === 'own') return { verdict: 'shared although it should not be', why, share }
  if (place === 'account' && share === 'shared')
    return { verdict: 'own although it should be shared', why, share }
  return { verdict: 'as promised', why, share }
}

function promised(why: string): Judgement {
  return { verdict: 'as promised', why }
}
