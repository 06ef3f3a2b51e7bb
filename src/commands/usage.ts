import { findRoot } from '../accounts/root.ts'
import { exitCodes } from '../platform/failure.ts'
import { painter } from '../ui/paint.ts'
import { printData, printNote } from '../ui/print.ts'
import { hasAnswered, jsonOf } from '../usage/report.ts'
import { linesOf, type Mood } from '../usage/rows.ts'
import { realLogin, subjectsOf } from '../usage/subjects.ts'
import { askAll, askingOptions, type Asking } from './asking.ts'
import type { Command } from '../ui/command.ts'

interface Options extends Asking {
  accounts?: string[] | undefined
  json: boolean
}

const colours = { good: 'green', short: 'yellow', out: 'red', quiet: 'dim', name: 'bold' } as const

/** `swop usage`: how much of the limits of each account is left, as its own codex tells. */
export const usage: Command<Options> = {
  options: (yargs) =>
    askingOptions(yargs)
      .positional('accounts', {
        type: 'string',
        array: true,
        describe: `accounts' names, or ${realLogin}: the login without an account (without a name: all)`,
      })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .example('swop usage', 'of all accounts, and of the login without one')
      .example('swop usage work --refresh', 'of one, asked anew')
      .epilogue('Of an account whose codex could not be asked, an older answer is shown.'),

  run: async ({ accounts = [], json, ...asking }, context) => {
    const subjects = subjectsOf(findRoot(context.env), context.env, accounts)
    const all = await askAll(subjects, asking, context)
    // A real home without a login of its own is nothing to report, unless it was asked for.
    const reports = all.filter(
      ({ account, usage: { state } }) =>
        account !== realLogin || accounts.includes(realLogin) || state !== 'logged-out',
    )
    const now = Date.now()
    if (json)
      printData(
        `${JSON.stringify(
          reports.map((report) => jsonOf(report, now)),
          null,
          2,
        )}\n`,
      )
    else if (reports.length === 0) printNote('There is no account yet; make one: swop add <name>')
    else {
      const paint = painter(context.env)
      const lines = linesOf(reports, now, (mood: Mood, text: string) => paint(colours[mood], text))
      printData(`${lines.join('\n')}\n`)
    }
    return reports.every(hasAnswered) ? exitCodes.done : exitCodes.failed
  },
}
