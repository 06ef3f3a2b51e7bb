import { findRoot } from '../accounts/root.ts'
import { exitCodes } from '../platform/failure.ts'
import { inspectLogins } from '../status/inspect.ts'
import { statusJson } from '../status/json.ts'
import { loginTable } from '../status/rows.ts'
import { painter } from '../ui/paint.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
}

/** `swop list`: the accounts and their logins, the active one marked. */
export const list: Command<Options> = {
  options: (yargs) =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .example('swop list', 'the active one has a star')
      .example('swop list --json', 'for programs'),

  plain: (words) => (words.length === 0 ? { json: false } : undefined),

  run: ({ json }, { env }) => {
    const all = inspectLogins(findRoot(env), env)
    const now = Date.now()
    const broken = all.map(({ error }) => error).filter((error) => error !== undefined)
    for (const { message, cure } of broken) printNote(`swop: ${message}; ${cure}`)
    if (json) {
      const rows = all.map((facts) => statusJson(facts, all, now))
      printData(`${JSON.stringify(rows, null, 2)}\n`)
    } else {
      if (!all.some(({ isAccount }) => isAccount))
        printNote('There is no account yet; make one: swop add <name>')
      printData(loginTable(all, now, painter(env)))
    }
    return broken.length > 0 ? exitCodes.failed : exitCodes.done
  },
}
