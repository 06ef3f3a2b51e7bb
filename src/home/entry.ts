import type { EntryKind } from '../codex/share-map.ts'
import type { Action } from './step.ts'

/** One entry of a folder, as lstat sees it. */
export interface Entry {
  kind: EntryKind
  /** ms since the epoch; read only where two contents could meet (see snapshot.ts), else 0 */
  modified: number
  /** which file it is, whatever its name: device and inode; for a link: the file at its end */
  identity?: string | undefined
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
  /** for a folder that meets another one: what is in both */
  inner?: { account: Folder; real: Folder; companions: Companions }
  /** a file that SQLite would open */
  database?: boolean
  /** a database that is to be moved, and that a process has open */
  busy?: boolean
  /** a database that is to be moved: the folder that is where a file of its own would be, such as its log */
  obstacle?: string
  /** it can't be looked at, or a folder can't be listed */
  unreadable?: boolean
}

/** A folder's entries by name. */
export type Folder = ReadonlyMap<string, Entry>

/** Files that belong to a database beside them: their names, and the database's. */
export type Companions = ReadonlyMap<string, string>
