import { left } from './usage.ts'
import { ageWords, windowName } from './words.ts'
import type { Remembered } from './cache.ts'

/**
 * An answer of before in a few words: the window with the least left, and the answer's age.
 * @param now ms since the epoch
 * @returns empty where there is none, or it tells no limits
 */
export function shortUsage(answer: Remembered | undefined, now: number): string {
  if (answer?.usage.state !== 'known') return ''
  const [least] = answer.usage.windows
    .filter(({ resetsAt }) => resetsAt === null || resetsAt > now)
    .sort((a, b) => left(a) - left(b))
  return least ? `${left(least)}% left (${windowName(least)}, ${ageWords(now - answer.askedAt)})` : ''
}
