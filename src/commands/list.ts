import { findRoot } from '../accounts/root.ts'
import { accountNames, readAccount } from '../accounts/store.ts'
import { exitCodes } from '../platform/failure.ts'
import { Failure } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import { table } from '../ui/table.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
}

interface Row {
  name: string
  active: boolean
  isolation: string | null
  codexHome: string
  /** what is wrong with its settings */
  error?: string
}

/** `swop list`: the accounts, the active one marked. */
export const list: Command<Options> = {
  options: (yargs) => yargs.option('json', { type: 'boolean', default: false, describe: 'as JSON' }),

  run: ({ json }, { env }) => {
    const root = findRoot(env)
    const rows = accountNames(root).map((name) => readRow(root, name, env.SWOP_ACCOUNT))
    if (json) printData(`${JSON.stringify(rows, null, 2)}\n`)
    else if (rows.length === 0) printNote('There is no account yet; make one: swop add <name>')
    else
      printData(
        table([
          ['', 'NAME', 'ISOLATION'],
          ...rows.map((row) => [row.active ? '*' : '', row.name, row.isolation ?? '(broken)']),
        ]),
      )
    return rows.some((row) => row.error) ? exitCodes.failed : exitCodes.done
  },
}

/** One broken account does not hide the others. */
function readRow(root: string, name: string, active: string | undefined): Row {
  try {
    const { settings, layout } = readAccount(root, name)
    return { name, active: name === active, isolation: settings.isolation, codexHome: layout.codexHome }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    printNote(`swop: ${error.message}; ${error.hint}`)
    return { name, active: name === active, isolation: null, codexHome: '', error: error.message }
  }
}
