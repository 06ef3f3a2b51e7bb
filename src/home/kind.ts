import type { Dirent } from 'node:fs'
import type { EntryKind } from '../codex/share-map.ts'

/** What a folder's listing says that an entry is. */
export function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  return entry.isSocket() ? 'socket' : 'other'
}
