import { rootLayout } from '../accounts/layout.ts'
import { settleFirst } from '../life/unfinished.ts'
import { readText } from '../platform/files.ts'
import type { Check } from './check.ts'

/** A rename or a removal that was killed half way. */
export const unfinished: Check = {
  name: 'unfinished',
  looksAt: 'unfinished.json',
  inspect: ({ root }) => {
    if (readText(rootLayout(root).unfinished) === undefined) return []
    return [
      {
        found: 'a rename or removal of an account was not finished',
        why: 'bindings and the default account may still have the old name',
        todo: 'any swop sync finishes it',
        fix: async () => {
          await settleFirst(root)
          return 'finished it'
        },
      },
    ]
  },
}
