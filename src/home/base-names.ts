import fs from 'fs-extra'
import { createHash } from 'node:crypto'
import { classify } from '../codex/classify.ts'
import type { EntryKind } from '../codex/share-map.ts'
import { kindOf } from './snapshot.ts'
import { systemCode } from '../platform/failure.ts'
import type { ShareChoices } from '../accounts/settings.ts'

/** The names in the base codex home that accounts have to do with: read once for all of them. */
export interface BaseNames {
  /** @returns another text as soon as a name comes, goes, or is of another kind; none where nothing can be read */
  digest(chosen: ShareChoices): string | undefined
}

/**
 * Reads the base codex home's names. Codex changes the folder's time with each run: what comes and goes there then are
 * locks, logs of databases and temporary files, which are each home's own and are left out.
 */
export function readBaseNames(codexHome: string): BaseNames {
  const listing = list(codexHome)
  const digests = new Map<string, string>()
  return {
    digest(chosen) {
      if (listing === undefined) return undefined
      const key = JSON.stringify(chosen)
      const known = digests.get(key)
      if (known !== undefined) return known
      const text = listing
        .filter(({ name, kind }) => {
          const rule = classify(name, { inBase: true, kind }, chosen)
          return rule.share !== 'own' || !rule.known
        })
        .map(({ name, kind }) => `${kind} ${name}`)
        .sort()
        .join('/') // no name has one in it
      const digest = createHash('sha256').update(text).digest('base64')
      digests.set(key, digest)
      return digest
    },
  }
}

/** @returns undefined where it can't be read, which is for a reconcile to say */
function list(codexHome: string): { name: string; kind: EntryKind }[] | undefined {
  try {
    return fs
      .readdirSync(codexHome, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    return undefined
  }
}
