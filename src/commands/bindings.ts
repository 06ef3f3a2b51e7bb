import { readBindings } from '../accounts/bindings.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { exitCodes } from '../platform/failure.ts'
import { isFolder } from '../platform/paths.ts'
import { printData, printNote } from '../ui/print.ts'
import { table } from '../ui/table.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
}

/** `swop bindings`: which folder has which account. */
export const bindings: Command<Options> = {
  options: (yargs) =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .example('swop bindings', 'folders and their accounts')
      .example('swop bindings --json', 'for programs'),

  run: ({ json }, { env }) => {
    const root = findRoot(env)
    const names = accountNames(root)
    const rows = readBindings(root)
      .map(({ folder, account }) => ({
        folder,
        account,
        exists: isFolder(folder),
        known: names.includes(account),
      }))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    if (json) printData(`${JSON.stringify(rows, null, 2)}\n`)
    else if (rows.length === 0) printNote('No folder is bound; bind one: swop bind <account> [dir]')
    else {
      const note = (row: (typeof rows)[number]) =>
        row.known ? (row.exists ? '' : '(no such folder)') : '(no such account)'
      printData(
        table([['ACCOUNT', 'FOLDER', ''], ...rows.map((row) => [row.account, row.folder, note(row)])]),
      )
    }
    return exitCodes.done
  },
}
