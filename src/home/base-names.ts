import fs from 'node:fs'
import { createHash } from 'node:crypto'
import { systemCode } from '../platform/failure.ts'
import { Sight } from '../platform/looks.ts'
import { kindOf } from './kind.ts'

/** What is the same for all accounts of a run, and looked at once. */
export interface BaseNames {
  /** @returns another text when a name in a base codex home comes, goes, or is of another kind; none where nothing can be read */
  digest(codexHome: string): string | undefined
  /** of paths that several accounts go by */
  sight: Sight
}

// Codex changes the folder's time with each run. What comes and goes there then is each home's own: locks, logs of
// databases, temporary files, sockets (share-map.ts).
const passing = /\.(lock|pid|sock)$|\.sqlite-(wal|shm|journal)$|^\.(tmp|auth-|swop\.lock)/

/** Reads a base codex home when it is first asked for. */
export function baseNames(): BaseNames {
  const digests = new Map<string, string | undefined>()
  return {
    sight: new Sight(),
    digest(codexHome) {
      if (!digests.has(codexHome)) digests.set(codexHome, digestOf(codexHome))
      return digests.get(codexHome)
    },
  }
}

/** @returns undefined where it can't be read, which is for a reconcile to say */
function digestOf(codexHome: string): string | undefined {
  try {
    const listing = fs.readdirSync(codexHome, { withFileTypes: true })
    const lasting = listing.filter(({ name }) => !passing.test(name))
    const names = lasting.map((entry) => `${kindOf(entry)} ${entry.name}`)
    const text = names.sort().join('/') // no name has one in it
    // node loads its crypto for 5 ms, a fifth of a sync; and each account keeps this.
    return text.length < 4096 ? text : createHash('sha256').update(text).digest('base64')
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    return undefined
  }
}
