import { dirname } from 'node:path'
import * as z from 'zod/mini'
import { Failure } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { keepingTime } from '../platform/stamps.ts'
import type { Usage } from './usage.ts'

/** How long an answer is good enough not to ask again, in ms. */
export const freshFor = 60_000

const usageSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    email: z.nullable(z.string()),
    plan: z.nullable(z.string()),
    windows: z.array(
      z.object({
        usedPercent: z.number().check(z.gte(0), z.lte(100)),
        minutes: z.nullable(z.number()),
        resetsAt: z.nullable(z.number()),
      }),
    ),
    credits: z.nullable(z.string()),
  }),
  z.object({ state: z.literal('no-limits'), reason: z.string() }),
])

const cacheSchema = z.object({
  version: z.literal(1),
  // ms since the epoch
  askedAt: z.number(),
  // When auth.json last changed, in ns; null when there was none. After another login this is no answer any more.
  login: z.nullable(z.string()),
  usage: usageSchema,
})

/** An answer of before. */
export interface Remembered {
  usage: z.infer<typeof usageSchema>
  askedAt: number
}

/**
 * @param path of the account's layout
 * @param login when its auth.json last changed (platform/stamps.ts)
 * @param now ms since the epoch
 * @returns the last answer for this login; undefined without one, and when the file can't be understood
 */
export function remembered(path: string, login: bigint | undefined, now: number): Remembered | undefined {
  const cache = parse(path)
  if (!cache || cache.askedAt > now || cache.login !== stampOf(login)) return undefined
  return { usage: cache.usage, askedAt: cache.askedAt }
}

/** Keeps an answer, unless it is none; it has no token in it. What can't be kept is asked again next time. */
export function remember(path: string, login: bigint | undefined, usage: Usage, askedAt: number): void {
  if (usage.state !== 'known' && usage.state !== 'no-limits') return
  const cache: z.infer<typeof cacheSchema> = { version: 1, askedAt, login: stampOf(login), usage }
  try {
    keepingTime(dirname(path), () => writeAtomically(path, `${JSON.stringify(cache)}\n`))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
}

function parse(path: string): z.infer<typeof cacheSchema> | undefined {
  try {
    return cacheSchema.safeParse(JSON.parse(readText(path) ?? '')).data
  } catch {
    return undefined
  }
}

function stampOf(login: bigint | undefined): string | null {
  return login === undefined ? null : String(login)
}
