import { findRoot } from '../accounts/root.ts'
import { accountNames, noSuchAccount, readAccount, readConfig } from '../accounts/store.ts'
import { planSync, syncAccount, writeShellFiles } from '../home/sync.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { describeStep, printOutcomes } from '../ui/outcomes.ts'
import { printData } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  names?: string[] | undefined
  dryRun: boolean
  quiet: boolean
}

/** `swop sync`: brings accounts to what the share map and the bridge say, and says what it did. */
export const sync: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('names', {
        type: 'string',
        array: true,
        describe: 'accounts; all of them when none is named',
      })
      .option('dry-run', {
        alias: 'dryRun',
        type: 'boolean',
        default: false,
        describe: 'say what would be done; exit 4 if anything',
      })
      .option('quiet', { type: 'boolean', default: false, describe: 'say only what needs you' }) as never,

  run: async ({ names, dryRun, quiet }, { env, installation }) => {
    const root = findRoot(env)
    const wanted = names?.length ? names : accountNames(root)
    // All of them first: a wrong name or broken settings change nothing.
    for (const name of wanted) readAccount(root, name)
    const config = readConfig(root)
    if (config === undefined) {
      if (wanted[0] === undefined) return exitCodes.done
      throw noSuchAccount(root, wanted[0])
    }
    let code: ExitCode = exitCodes.done
    if (!dryRun) writeShellFiles(root, config, installation)
    for (const name of wanted) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
      const result = dryRun
        ? printPlan(root, name)
        : printOutcomes(await syncAccount(root, config, name), { quiet })
      if (result !== exitCodes.done) code = result
    }
    return code

    function printPlan(from: string, name: string): ExitCode {
      const steps = planSync(from, config!, name)
      for (const step of steps) printData(describeStep(step))
      return steps.some(({ outcome }) => outcome !== 'unknown') ? exitCodes.drift : exitCodes.done
    }
  },
}
