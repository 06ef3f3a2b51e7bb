import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isLoginFile } from '../codex/login-files.ts'

/** What lies in a backup, as far as it matters for keeping it. */
export interface Weight {
  bytes: number
  /** whether a login of codex is in it, or something that could be one */
  holdsLogin: boolean
}

/** Weighs an entry and everything below it; follows no link. What can't be read could be a login. */
export function weigh(path: string): Weight {
  try {
    const stat = lstatSync(path)
    if (!stat.isDirectory()) return { bytes: stat.size, holdsLogin: isLoginFile(path) }
    return readdirSync(path)
      .map((name) => weigh(join(path, name)))
      .reduce(together, { bytes: 0, holdsLogin: false })
  } catch {
    return { bytes: 0, holdsLogin: true }
  }
}

/** Of two things. */
export function together(one: Weight, other: Weight): Weight {
  return { bytes: one.bytes + other.bytes, holdsLogin: one.holdsLogin || other.holdsLogin }
}
