import { findRoot } from '../accounts/root.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { inspectLogins } from '../status/inspect.ts'
import { statusJson } from '../status/json.ts'
import { loginTable } from '../status/rows.ts'
import { painter } from '../ui/paint.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
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

  run: (options, { env }) => printList(findRoot(env), env, options),
}

/** Prints all logins; what is broken about one does not hide the others. */
export function printList(root: string, env: Environment, { json }: Options): ExitCode {
  const all = inspectLogins(root, env)
  const now = Date.now()
  const broken = all.map(({ error }) => error).filter((error) => error !== undefined)
  const text = json
    ? `${JSON.stringify(
        all.map((facts) => statusJson(facts, all, now)),
        null,
        2,
      )}\n`
    : loginTable(all, now, painter(env))
  for (const { message, cure } of broken) printNote(`swop: ${message}; ${cure}`)
  if (!json && !all.some(({ isAccount }) => isAccount))
    printNote('There is no account yet; make one: swop add <name>')
  printData(text)
  return broken.length > 0 ? exitCodes.failed : exitCodes.done
}
