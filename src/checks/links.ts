import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isLoginFile } from '../codex/login-files.ts'
import type { Check, Finding } from './check.ts'

/**
 * Links in the codex homes that lead nowhere. Those of the share map may: codex makes the file at their end, and where
 * it would not, that is drift. People's links elsewhere are their own business.
 */
export const links: Check = {
  name: 'links',
  looksAt: 'links in the codex homes that lead nowhere',
  inspect: ({ base, accounts, plan }) => [
    ...(base ? dangling(base, () => false) : []),
    ...accounts.flatMap(({ name, layout }) => {
      const planned = new Set(plan(name).map(({ path }) => path))
      const shared = (path: string, target: string) =>
        planned.has(path) || (base !== undefined && target.startsWith(`${base}/`))
      return dangling(layout.codexHome, shared).map((each) => ({ account: name, ...each }))
    }),
  ],
}

function dangling(folder: string, isOthers: (path: string, target: string) => boolean): Finding[] {
  return entriesOf(folder).flatMap((name) => {
    const path = join(folder, name)
    const target = linkText(path)
    if (target === undefined || leadsSomewhere(path) || isLoginFile(path) || isOthers(path, target)) return []
    return [
      {
        found: `${path} leads to ${target}, where nothing is`,
        why: 'codex does without, or fails if it is a folder',
        todo: 'put back what it led to, or move the link away',
      },
    ]
  })
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // no such codex home yet
  }
}

function linkText(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined
}

function leadsSomewhere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false // in a circle
  }
}
