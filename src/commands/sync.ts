import { findRoot } from '../accounts/root.ts'
import { xdgFolders, xdgNames } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { isInAccount } from '../accounts/root.ts'
import { accountNames, readAccount, readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { planSync, syncAccount, writeShellFiles } from '../home/sync.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { settleFirst } from '../life/unfinished.ts'
import { describeStep, printOutcomes } from '../ui/outcomes.ts'
import { printFailure } from '../ui/funnel.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { Step } from '../home/step.ts'
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

  run: async ({ names = [], dryRun, quiet }, { env, installation }) => {
    const root = findRoot(env)
    // Those that are named, all of them first: a wrong name or broken settings change nothing.
    for (const name of names) readAccount(root, name)
    const config = readConfig(root)
    if (config === undefined) return exitCodes.done
    if (!dryRun) await settleFirst(root)
    if (!dryRun) writeShellFiles(root, config, installation)
    if (!quiet) noteOtherHome(config, env)
    let code: ExitCode = exitCodes.done
    for (const name of names.length > 0 ? names : accountNames(root)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
        const result = dryRun
          ? printPlan(planSync(root, config, name))
          : printOutcomes(await syncAccount(root, config, name), { quiet })
        if (result !== exitCodes.done) code = result
      } catch (error) {
        code = printFailure(error, false, false) // the other accounts are not to suffer from it
      }
    }
    return code
  },
}

function printPlan(steps: readonly Step[]): ExitCode {
  for (const step of steps) printData(describeStep(step))
  return steps.some(({ outcome }) => outcome !== 'unknown') ? exitCodes.drift : exitCodes.done
}

/** What is bridged was recorded with the first account; a shell that has it elsewhere by now would look in vain. */
function noteOtherHome({ real }: Config, env: Environment): void {
  const baseline = baselineOf(env)
  if (!baseline.HOME || isInAccount(baseline.HOME)) return
  const now = realHomeOf(baseline)
  const pairs = [
    ['HOME', now.home, real.home],
    ['CODEX_HOME', now.codexHome, real.codexHome],
    ...xdgNames.map((name) => [xdgFolders[name].variable, now.xdg[name], real.xdg[name]]),
  ]
  for (const [variable, here, recorded] of pairs) {
    if (here !== recorded)
      printNote(
        `swop: in this shell ${variable} leads to ${here}, but the accounts share ${recorded} (config.json)`,
      )
  }
}
