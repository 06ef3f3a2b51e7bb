import fs from 'node:fs'
import { join } from 'node:path'
import type { Action } from './step.ts'

/**
 * What empties a folder of the account in which there is nothing but links to the real one's entries. It was on the way
 * to something that was not bridged, which is shared again, or was bridged entry by entry, and can be a link itself.
 * @returns undefined when anything else is in it, be it an empty folder that the real one does not have; then it may not go
 */
export function emptyingOfLinks(path: string, real: string): Action[] | undefined {
  const actions: Action[] = []
  for (const entry of fs.readdirSync(path, { withFileTypes: true })) {
    const [inner, target] = [join(path, entry.name), join(real, entry.name)]
    if (entry.isSymbolicLink() && fs.readlinkSync(inner) === target) {
      actions.push({ do: 'unlink', path: inner, target })
    } else {
      const below = entry.isDirectory() ? emptyingOfLinks(inner, target) : undefined
      if (below === undefined || (below.length === 0 && !fs.existsSync(target))) return undefined
      actions.push(...below, { do: 'remove-empty-folder', path: inner })
    }
  }
  return actions
}
