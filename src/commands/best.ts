import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import { best as bestOf, rule } from '../usage/best.ts'
import { hasAnswered, jsonOf } from '../usage/report.ts'
import { subjectsOf } from '../usage/subjects.ts'
import { askAll, askingOptions, type Asking } from './asking.ts'
import type { Command } from '../ui/command.ts'
import type { Report } from '../usage/report.ts'

interface Options extends Asking {
  json: boolean
}

/** `swop best`: the account with most left, and why. */
export const best: Command<Options> = {
  options: (yargs) =>
    askingOptions(yargs)
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .example('swop best', 'its name; the reason goes to stderr')
      .example('swop use --best', 'and activate it (a shell function)')
      .epilogue(rule),

  run: async ({ json, ...asking }, context) => {
    const root = findRoot(context.env)
    const names = accountNames(root)
    if (names.length === 0) throw new Failure('there is no account yet', 'make one: swop add <name>')
    const reports = await askAll(subjectsOf(root, context.env, names), asking, context)
    const now = Date.now()
    const choice = bestOf(reports, now)
    if (!choice)
      throw new Failure(`no account has anything left to show: ${reasons(reports)}`, 'see swop usage')
    printNote(`swop: ${choice.account}: ${choice.why}`)
    const others = reports.filter((report) => !hasAnswered(report) || report.usage.state === 'logged-out')
    if (others.length > 0) printNote(`swop: not counted: ${reasons(others)}`)
    const accounts = reports.map((report) => jsonOf(report, now))
    printData(json ? `${JSON.stringify({ ...choice, accounts }, null, 2)}\n` : `${choice.account}\n`)
    return exitCodes.done
  },
}

/** Why each of them does not count. */
function reasons(reports: readonly Report[]): string {
  return reports.map(({ account, usage, failure }) => `${account} (${reason(usage, failure)})`).join(', ')
}

function reason(usage: Report['usage'], failure: Report['failure']): string {
  if (usage.state === 'failed') return usage.message
  if (usage.state === 'logged-out') return 'logged out'
  return failure?.message ?? 'no limits told'
}
