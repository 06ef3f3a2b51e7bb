import type { EntryKind } from '../codex/share-map.ts'
import type { Action } from './step.ts'

/** One entry of a folder, as lstat sees it. */
export interface Entry {
  kind: EntryKind
  /** ms since the epoch; read only where two contents could meet (see snapshot.ts), else 0 */
  modified: number
  /** for a link with a transient name: when it was made itself (emacs and zsh lock by links that lead nowhere) */
  placed?: number
  /** for a link: its text */
  target?: string
  /** for a link: where it leads in the end, all links resolved; undefined when nowhere */
  end?: { path: string; isFolder: boolean } | undefined
  /** for a folder: whether nothing is in it */
  empty?: boolean
  /** for a folder with nothing but links to the real one's entries in it: what empties it */
  emptying?: readonly Action[] | undefined
}

/** A folder's entries by name. */
export type Folder = ReadonlyMap<string, Entry>
