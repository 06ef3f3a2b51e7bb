import { isatty } from 'node:tty'
import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { noSuchAccount } from '../accounts/store.ts'
import { checkCount, examine, type Found } from '../checks/examine.ts'
import { machineOf } from '../checks/machine.ts'
import { findingJson, findingsText, type Cure } from '../checks/report.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { printData, printProgress } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  accounts?: string[] | undefined
  fix: boolean
  json: boolean
}

/** `swop doctor [accounts..]`: everything that can be the matter on this machine, and what to do. */
export const doctor: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('accounts', {
        type: 'string',
        array: true,
        describe: 'accounts; all of them when none is named',
      })
      .option('fix', { type: 'boolean', default: false, describe: 'cure what can be cured safely' })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'as a JSON array; empty when all is well',
      })
      .example('swop doctor', 'everything, on all accounts')
      .example('swop doctor --fix', 'never touches a login, and says what it did') as never,

  run: async ({ accounts = [], fix, json }, { env, installation }) => {
    const root = findRoot(env)
    for (const name of accounts)
      if (!accountNames(root).includes(accountName(name))) throw noSuchAccount(root, name)
    const machine = machineOf(root, env, installation, accounts)
    const findings = await examine(machine, showProgress)
    const cures = fix ? await cure(findings) : new Map<Found, Cure>()
    if (json) {
      const rows = findings.map((each) => findingJson(each, cures.get(each)))
      printData(`${JSON.stringify(rows, null, 2)}\n`)
    } else if (findings.length === 0) {
      const count = machine.names.length
      printData(`All is well: ${checkCount} checks, ${count} ${count === 1 ? 'account' : 'accounts'}.\n`)
    } else printData(findingsText(findings, cures, machine.baseline.HOME))
    const isLeft = (each: Found) => !('fixed' in (cures.get(each) ?? {}))
    return findings.some(isLeft) ? exitCodes.drift : exitCodes.done
  },
}

/** One after the other: some of them write to the same files. */
async function cure(findings: readonly Found[]): Promise<Map<Found, Cure>> {
  const cures = new Map<Found, Cure>()
  for (const finding of findings) {
    if (!finding.fix) continue
    try {
      // oxlint-disable-next-line no-await-in-loop
      cures.set(finding, { fixed: await finding.fix() })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      cures.set(finding, { failed: `${error.message}; ${error.hint}` })
    }
  }
  return cures
}

function showProgress(done: number, all: number, check: string): void {
  if (isatty(2)) printProgress(done === all ? '' : `${done} of ${all} checks (${check})`)
}
