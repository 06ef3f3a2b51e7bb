import { join } from 'node:path'
import type { Entry, Folder } from './entry.ts'
import type { Step } from './step.ts'

/** What a swop that was killed has left in these folders: it comes first, and everything else is looked at again. */
export function settleSteps(
  folders: readonly (readonly [path: string, entries: Folder | undefined])[],
): Step[] {
  return folders.flatMap(([path, entries]) =>
    [...(entries ?? [])].filter(isLeftover).map(([name]) => ({
      path: join(path, name),
      why: 'left by a swop that was killed',
      actions: [{ do: 'settle', path: join(path, name) }],
      outcome: 'change' as const,
    })),
  )
}

/** Names that only swop gives (platform/entries.ts, platform/aside.ts): a folder with what it put aside, and what is not yet whole. */
function isLeftover([name, { kind }]: readonly [string, Entry]): boolean {
  if (!name.startsWith('.swop-')) return false // almost all of some thousands
  const [, what] = /^\.swop-(aside|new)-[0-9a-f]{12}$/.exec(name) ?? []
  return what === 'new' || (what === 'aside' && kind === 'folder')
}
