import { readText, writeAtomically } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { accountName } from './name.ts'
import { rootLayout } from './layout.ts'
import { parseBindings, settingsText } from './settings.ts'

/** An account that belongs to a folder and everything below it. */
export interface Binding {
  /** absolute, all links resolved, as far as it exists */
  folder: string
  account: string
}

/**
 * The bindings, longest folder first, so that the first that fits is the one that counts.
 * They are kept with swop, never in the folder: a cloned repository can't choose an account.
 * @throws Failure when the file is broken
 */
export function readBindings(root: string): Binding[] {
  const { bindings: path } = rootLayout(root)
  const text = readText(path)
  if (text === undefined) return []
  // A folder may have become a link since it was bound; of two names for one folder the last one wins.
  const pairs = Object.entries(parseBindings(text, path).bindings)
  const folders = new Map(pairs.map(([folder, account]) => [resolved(trimmed(folder)), accountName(account)]))
  return [...folders]
    .map(([folder, account]) => ({ folder, account }))
    .sort((a, b) => b.folder.length - a.folder.length || (a.folder < b.folder ? -1 : 1))
}

/** Replaces all bindings. */
export function writeBindings(root: string, bindings: readonly Binding[]): void {
  const sorted = [...bindings].sort((a, b) => (a.folder < b.folder ? -1 : 1))
  const record = Object.fromEntries(sorted.map(({ folder, account }) => [folder, account]))
  writeAtomically(rootLayout(root).bindings, settingsText({ version: 1, bindings: record }))
}

function trimmed(folder: string): string {
  return folder.length > 1 ? folder.replace(/\/+$/, '') : folder
}
