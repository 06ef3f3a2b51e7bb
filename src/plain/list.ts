import { findRoot } from '../accounts/root.ts'
import { listing, printListing } from '../commands/list.ts'
import { isOutdated } from '../shell/stamp.ts'
import type { Plain } from './plain.ts'

/** `swop list`. */
export const answer: Plain = (words, { env }) => {
  if (words.length > 0) return undefined
  const root = findRoot(env)
  if (isOutdated(root)) return undefined
  const found = listing(root, env, { json: false })
  return () => printListing(found)
}
