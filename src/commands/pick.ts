import { findRoot } from '../accounts/root.ts'
import { changedAt } from '../platform/stamps.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { choices } from '../status/choices.ts'
import { inspectLogins } from '../status/inspect.ts'
import { canAsk } from '../ui/ask.ts'
import { pickByFzf } from '../ui/fzf.ts'
import { pick as pickOne } from '../ui/pick.ts'
import { printData } from '../ui/print.ts'
import { remembered } from '../usage/cache.ts'
import { shortUsage } from '../usage/short.ts'
import { loginFile, subjectsOf } from '../usage/subjects.ts'
import { wrongUsage } from './functions.ts'
import type { Environment } from '../accounts/root.ts'
import type { Command } from '../ui/command.ts'

/** What `swop use` without a name asks: the account that a person chooses, on stdout. Nothing is printed for none. */
export const pick: Command<object> = {
  options: (yargs) => yargs,

  run: async (_options, { env }) => {
    // stdout is read by the function.
    if (!canAsk()) throw wrongUsage('use')
    const root = findRoot(env)
    const accounts = inspectLogins(root, env).filter(({ isAccount }) => isAccount)
    if (accounts.length === 0) throw new Failure('there is no account yet', 'make one: swop add <name>')
    const names = accounts.map(({ name }) => name)
    const all = choices(accounts, leftOf(root, env, names))
    const current = accounts.find(({ active }) => active)?.name
    const chosen = (await pickByFzf('account', all, env)) ?? (await pickOne('Account', all, current))
    if (chosen.value === undefined) return exitCodes.failed
    printData(`${chosen.value}\n`)
    return exitCodes.done
  },
}

/** As it was last told; nobody is asked now. */
function leftOf(root: string, env: Environment, names: readonly string[]): Map<string, string> {
  const now = Date.now()
  return new Map(
    subjectsOf(root, env, names).map((subject) => {
      if (!('cache' in subject) || subject.cache === undefined) return [subject.name, '']
      const answer = remembered(subject.cache, changedAt(loginFile(subject)), now)
      return [subject.name, shortUsage(answer, now)]
    }),
  )
}
