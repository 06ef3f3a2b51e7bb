import { readBindings } from '../accounts/bindings.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { Failure } from '../platform/failure.ts'
import type { Check, Finding } from './check.ts'

/** Broken settings: what is in them was written by a person, so a person has to repair it. */
export const settings: Check = {
  name: 'settings',
  looksAt: "config.json, bindings.json, and the accounts' account.json",
  inspect: ({ root, names }) => [
    ...broken(() => readConfig(root), 'no account can be activated or brought in order'),
    ...broken(() => readBindings(root), 'bound folders stay as they were'),
    ...names.flatMap((name) =>
      broken(() => readAccount(root, name), 'the account can not be brought in order', name),
    ),
    ...missing(root),
  ],
}

function broken(read: () => unknown, why: string, account?: string): Finding[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [{ ...(account ? { account } : {}), found: error.message, why, todo: error.hint }]
  }
}

/** Names of accounts that are not there. */
function missing(root: string): Finding[] {
  const present = accountNames(root)
  const named: [string, string, string][] = []
  try {
    const { default: fallback } = readConfig(root) ?? {}
    if (fallback !== undefined)
      named.push([fallback, 'the default account of new shells', 'swop default none'])
    for (const { folder, account } of readBindings(root))
      named.push([account, `bound to ${folder}`, `swop unbind ${folder}`])
  } catch (error) {
    if (!(error instanceof Failure)) throw error // said above
  }
  return named
    .filter(([name]) => !present.includes(name))
    .map(([name, what, todo]) => ({
      found: `there is no account '${name}', which is ${what}`,
      why: 'a shell that comes there activates nothing, and says so each time',
      todo,
    }))
}
