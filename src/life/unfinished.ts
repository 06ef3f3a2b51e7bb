import * as z from 'zod/mini'
import { join } from 'node:path'
import { leaveForward, sessionFolders } from '../accounts/forward.ts'
import { accountLayout, backupLayout, rootLayout } from '../accounts/layout.ts'
import { readBindings, writeBindings } from '../accounts/bindings.ts'
import { readConfig, writeConfig } from '../accounts/store.ts'
import { readLink } from '../home/snapshot.ts'
import { writeStartFiles } from '../home/common.ts'
import { discard } from '../platform/entries.ts'
import { Failure } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { isFolder } from '../platform/paths.ts'

const schema = z.object({
  version: z.literal(1),
  /** the account's name */
  from: z.string(),
  // Exactly one of them: what it is called now, or the backup that it is in.
  to: z.optional(z.string()),
  backup: z.optional(z.string()),
})

/**
 * A rename or a removal. The account's folder moves in one step; what names the account (bindings, the default) follows.
 * This is written before, and taken away after, so that a kill in between can be made good.
 */
export type Unfinished = Omit<z.infer<typeof schema>, 'version'>

/** What named an account. */
export interface Named {
  /** bound folders */
  folders: string[]
  isDefault: boolean
}

/** Announces a rename or a removal; for somebody who holds the lock. */
export function announce(root: string, unfinished: Unfinished): void {
  writeAtomically(rootLayout(root).unfinished, `${JSON.stringify({ version: 1, ...unfinished })}\n`)
}

/**
 * Finishes what was announced; for somebody who holds the lock.
 * @throws Failure when the note is broken
 */
export function settle(root: string): void {
  const path = rootLayout(root).unfinished
  const text = readText(path)
  if (text === undefined) return
  const { from, to, backup } = parse(text, path)
  const place = to === undefined ? backupLayout(root, backup ?? '').account : accountLayout(root, to).folder
  // Not there: it was killed (or failed) before the folder moved, and nothing has happened.
  if (isFolder(place)) {
    leaveForward(root, from, { to, links: sessionLinks(join(place, 'home', '.codex'), to !== undefined) })
    rename(root, from, to)
  }
  discard(path)
}

/** The same for somebody who does not hold the lock: takes it only when there is something to do. */
export async function settleFirst(root: string): Promise<void> {
  const { unfinished, lock } = rootLayout(root)
  if (readText(unfinished) !== undefined) await withLock(lock, async () => settle(root))
}

/**
 * @param codexHome the account's, where it lies now; in place, it has not moved
 * @param stays whether it will be found there; else its own links are repeated
 */
export function sessionLinks(codexHome: string, stays: boolean): Map<string, string> {
  const links = new Map<string, string>()
  if (readLink(codexHome) !== undefined) return links
  for (const folder of sessionFolders) {
    const path = join(codexHome, folder)
    const target = stays ? path : readLink(path)
    if (target !== undefined) links.set(folder, target)
  }
  return links
}

/** What names an account at present. */
export function namedBy(root: string, name: string): Named {
  const folders = readBindings(root).filter(({ account }) => account === name)
  return { folders: folders.map(({ folder }) => folder), isDefault: readConfig(root)?.default === name }
}

/** Gives what names an account another name, or takes it away. */
function rename(root: string, from: string, to: string | undefined): void {
  const { folders, isDefault } = namedBy(root, from)
  if (folders.length > 0) {
    const next = readBindings(root).flatMap(({ folder, account }) => {
      if (account !== from) return [{ folder, account }]
      return to === undefined ? [] : [{ folder, account: to }]
    })
    writeBindings(root, next)
  }
  const config = readConfig(root)
  if (config === undefined) return
  const { default: _, ...rest } = config
  const next = !isDefault ? config : to === undefined ? rest : { ...rest, default: to }
  if (isDefault) writeConfig(root, next)
  writeStartFiles(root, next)
}

function parse(text: string, path: string): Unfinished {
  try {
    const found = z.parse(schema, JSON.parse(text))
    if ((found.to === undefined) !== (found.backup === undefined)) return found
  } catch {
    // said below
  }
  throw new Failure(
    `${path} is broken`,
    'look with swop list and swop bindings whether all is right, then remove it',
  )
}
