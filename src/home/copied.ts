import fs from 'node:fs'
import { join } from 'node:path'
import { copiedEntry, lastCopy, type AccountLayout } from '../accounts/layout.ts'
import { readBytes, readText } from '../platform/files.ts'
import { changedAt } from '../platform/stamps.ts'
import type { ShareChoices } from '../accounts/settings.ts'
import type { CopiedSnapshot } from './copied-plan.ts'
import type { Folder } from './entry.ts'

/** Reads the entries that are copied, and those that were, by name. */
export function readCopied(
  layout: AccountLayout,
  baseHome: string,
  entries: { account: Folder; base: Folder },
  chosen: ShareChoices,
): Map<string, CopiedSnapshot> {
  const wanted = Object.keys(chosen).filter((name) => chosen[name] === 'copied')
  const names = new Set([...wanted, ...remembered(layout)])
  return new Map(
    [...names].map((name) => {
      const path = join(layout.codexHome, name)
      const base = join(baseHome, name)
      const last = lastCopy(layout, name)
      const present = entries.account.get(name)
      const file = present?.kind === 'file' ? contentOf(path) : {}
      const source = entries.base.has(name) ? contentOf(base) : {}
      const obstacle =
        present && !['file', 'link'].includes(present.kind) ? `a ${present.kind}` : file.problem
      return [
        name,
        {
          name,
          path,
          text: file.text,
          ...(present?.kind === 'link' ? { link: present.target ?? '' } : {}),
          ...(obstacle ? { obstacle } : {}),
          base,
          baseText: source.text,
          ...(source.problem ? { baseObstacle: source.problem } : {}),
          last,
          lastText: readText(last),
          newer: (changedAt(path) ?? 0n) >= (changedAt(base) ?? 0n),
        },
      ]
    }),
  )
}

/** The entries of which swop has written a copy. */
function remembered({ copies }: AccountLayout): string[] {
  if (!fs.existsSync(copies)) return []
  return fs
    .readdirSync(copies)
    .filter((name) => name.startsWith(copiedEntry))
    .map((name) => name.slice(copiedEntry.length))
}

/** A file's text, links followed: a dotfile repository's is as good; nothing where a link leads nowhere. */
function contentOf(path: string): { text?: string; problem?: string } {
  const stat = fs.statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return {}
  if (!stat.isFile()) return { problem: 'it is no file, and only a file can be copied' }
  const bytes = readBytes(path)
  const text = bytes.toString('utf8')
  // Written again it would not be the same.
  return Buffer.from(text).equals(bytes) ? { text } : { problem: 'it is not UTF-8' }
}
