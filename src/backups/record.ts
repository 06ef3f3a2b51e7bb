import { normalize } from 'node:path'
import * as z from 'zod/mini'

// It becomes part of a path: one that leads out of the backup would be somebody else's.
const path = z.string().check(z.refine((text) => text.startsWith('/') && normalize(text) === text))
const common = { version: z.literal(1), at: z.iso.datetime(), from: path, why: z.string() }

const entrySchema = z.object({
  ...common,
  what: z.literal('entry'),
  how: z.enum(['moved', 'copied']),
})

const accountSchema = z.object({
  ...common,
  what: z.literal('account'),
  name: z.string(),
  // folders that were bound to it, and whether new shells started with it
  bindings: z.array(path),
  default: z.boolean(),
})

const recordSchema = z.discriminatedUnion('what', [entrySchema, accountSchema])

/** What was moved aside, when, why and from where: one line of a manifest. */
export type BackupRecord = z.infer<typeof recordSchema>

/** A record as it is written: the time and the version are added there (platform/manifest.ts). */
export type AccountNote = Omit<z.infer<typeof accountSchema>, 'version' | 'at'>

/**
 * @param text of a manifest
 * @returns its records; a line that a kill has cut off, or that a newer swop has written, is left out
 */
export function parseManifest(text: string): BackupRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const result = recordSchema.safeParse(JSON.parse(line))
      return result.success ? [result.data] : []
    } catch {
      return []
    }
  })
}
