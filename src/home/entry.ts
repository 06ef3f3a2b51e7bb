import type { EntryKind } from '../codex/share-map.ts'

/** One entry of a folder, as lstat sees it. */
export interface Entry {
  kind: EntryKind
  /** ms since the epoch; read only where two contents could meet (see snapshot.ts), else 0 */
  modified: number
  /** for a link: its text */
  target?: string
  /** for a link: where it leads in the end, all links resolved; undefined when nowhere */
  end?: { path: string; isFolder: boolean } | undefined
  /** for a folder: whether nothing is in it */
  empty?: boolean
}

/** A folder's entries by name. */
export type Folder = ReadonlyMap<string, Entry>
