import type { AccountState, BaseState, EntryClass } from './decisions.ts'
import type { Entry } from './entry.ts'

interface Reported {
  target: string
  account: Entry | undefined
  real: Entry | undefined
  expects?: 'file' | 'folder' | undefined
  why: string
}

/** Why an entry is left for a person, in words. */
export function reasonToLeave(
  entry: Reported,
  as: EntryClass,
  base: BaseState,
  account: AccountState,
): string {
  const { target, real, why } = entry
  const here = describe(entry.account, account)
  if (base === 'misfit') return `it should be a folder, and is a ${real?.kind ?? 'file'}`
  if (as === 'database') return `a database of its own, not the shared one: ${why}`
  if (as === 'login') return `${here}; ${why}`
  if (account === 'unreadable') return 'it can not be read'
  if (real === undefined) return `${here}, where a ${entry.expects ?? 'file'} belongs: ${why}`
  return `${here} here, and ${describe(real, base)} at ${target}`
}

function describe(entry: Entry | undefined, state: AccountState | BaseState): string {
  if (entry?.kind === 'link') return `a link to ${entry.target ?? 'elsewhere'}`
  if (state === 'twin') return 'a hard link to the same file'
  if (state === 'unreadable') return 'something that can not be read'
  return state === 'empty' ? 'an empty folder' : `a ${state}`
}
