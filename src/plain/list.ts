import { findRoot } from '../accounts/root.ts'
import { printList } from '../commands/list.ts'
import { isOutdated } from '../shell/stamp.ts'
import type { Plain } from './plain.ts'

/** `swop list`. */
export const answer: Plain = (words, { env }) => {
  if (words.length > 0) return undefined
  const root = findRoot(env)
  return isOutdated(root) ? undefined : printList(root, env, { json: false })
}
