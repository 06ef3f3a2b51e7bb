import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { noSuchAccount } from '../accounts/store.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { inspectDetails } from '../status/details.ts'
import { inspectLogins, realHomeName } from '../status/inspect.ts'
import { statusJson } from '../status/json.ts'
import { statusText } from '../status/report.ts'
import { loginTable } from '../status/rows.ts'
import { painter } from '../ui/paint.ts'
import { printData } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  account?: string | undefined
  json: boolean
}

/** `swop status [account]`: everything about one login, and what to do about it. */
export const status: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('account', {
        type: 'string',
        describe: `the active one when not given; ${realHomeName}: the real home's own login`,
      })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON; null means not known' })
      .example('swop status work', 'whose login it is, its age, and what is the matter with it')
      .example('swop status', 'the same of the active account'),

  run: ({ account, json }, { env }) => {
    const root = findRoot(env)
    const name = account ?? (env.SWOP_ACCOUNT || realHomeName)
    const all = inspectLogins(root, env)
    const facts = all.find((each) => each.name === name)
    if (!facts && name === realHomeName)
      throw new Failure('there is no telling where the real home is', 'set HOME to your home folder')
    if (!facts) throw noSuchAccount(root, accountName(name))
    const details = inspectDetails(root, facts)
    const now = Date.now()
    // Nobody asked for one, and none is active: each in short.
    const others = account === undefined && !facts.isAccount ? all.filter((each) => each.isAccount) : []
    if (json) {
      const accounts = others.map((each) => statusJson(each, all, now))
      const one = statusJson(facts, all, now, details)
      printData(`${JSON.stringify(others.length > 0 ? { ...one, accounts } : one, null, 2)}\n`)
    } else {
      const paint = painter(env)
      printData(statusText(facts, all, details, { now, home: env.HOME, paint }))
      if (others.length > 0) printData(`\n${[...loginTable(all, now, paint, all.length)].join('')}`)
    }
    return facts.error ? exitCodes.failed : exitCodes.done
  },
}
