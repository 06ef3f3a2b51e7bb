import { findRoot } from '../accounts/root.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { inspectLogins } from '../status/inspect.ts'
import { loginsJson } from '../status/json.ts'
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

  run: (options, { env }) => printListing(listing(findRoot(env), env, options)),
}

/** What there is to print. */
interface Listing {
  /** made as it is printed: the first rows of many are there before the last are looked at */
  texts: Iterable<string>
  notes: string[]
  code: ExitCode
}

/** Looks at all logins; what is broken about one does not hide the others. */
export function listing(root: string, env: Environment, { json }: Options): Listing {
  const all = inspectLogins(root, env)
  const now = Date.now()
  const broken = all.map(({ error }) => error).filter((error) => error !== undefined)
  const isNone = !json && !all.some(({ isAccount }) => isAccount)
  return {
    texts: json ? loginsJson(all, now) : loginTable(all, now, painter(env)),
    notes: [
      ...broken.map(({ message, cure }) => `swop: ${message}; ${cure}`),
      ...(isNone ? ['There is no account yet; make one: swop add <name>'] : []),
    ],
    code: broken.length > 0 ? exitCodes.failed : exitCodes.done,
  }
}

/** Stops where nobody reads any more (`swop list | head`). */
export function printListing({ texts, notes, code }: Listing): ExitCode {
  for (const note of notes) printNote(note)
  for (const text of texts) if (!printData(text)) break
  return code
}
