import { basename } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import type { Check, Finding } from './check.ts'

/** Entries of the codex homes that the share map does not have: codex may have learnt something new. */
export const unknown: Check = {
  name: 'unknown entries',
  looksAt: 'names in the codex homes that the share map does not have',
  inspect: ({ root, accounts, plan }) => {
    const found = new Map<string, Finding>()
    for (const { name } of accounts) {
      for (const { path, why } of plan(name).filter(({ outcome }) => outcome === 'unknown')) {
        const own = path.startsWith(`${rootLayout(root).accounts}/`)
        found.set(path, {
          ...(own ? { account: name } : {}),
          found: `${basename(path)} in ${path.slice(0, -basename(path).length)} is not known: ${why}`,
          why: 'if it is new in codex, it may belong to one account only',
          todo: 'look what it is; move it away if it is not needed there, or report it if it is of codex',
        })
      }
    }
    return [...found.values()]
  },
}
