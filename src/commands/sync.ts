import { findRoot } from '../accounts/root.ts'
import { xdgFolders, xdgNames } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { isInAccount } from '../accounts/root.ts'
import { accountNames, readAccount, readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { readBaseNames } from '../home/base-names.ts'
import { planSync, syncAccount, writeShellFiles } from '../home/sync.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { settleFirst } from '../life/unfinished.ts'
import { codeOf, outcomesAsJson, planTable, printOutcomes, type Done } from '../ui/outcomes.ts'
import { printFailure } from '../ui/funnel.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'
import type { Outcome } from '../home/apply.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  names?: string[] | undefined
  dryRun: boolean
  quiet: boolean
  json: boolean
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
      .option('json', { type: 'boolean', default: false, describe: 'print JSON: the steps of each account' })
      .option('quiet', { type: 'boolean', default: false, describe: 'say only what needs you' })
      .example('swop sync', 'all accounts')
      .example('swop sync work --dry-run', 'what would be done for one') as never,

  run: async ({ names = [], dryRun, quiet, json }, { env, installation }) => {
    const root = findRoot(env)
    // Those that are named, all of them first: a wrong name or broken settings change nothing.
    for (const name of names) readAccount(root, name)
    const config = readConfig(root)
    if (config === undefined) return exitCodes.done
    if (!dryRun) await settleFirst(root)
    if (!dryRun) writeShellFiles(root, config, installation)
    if (!quiet) noteOtherHome(config, env)
    let code: ExitCode = exitCodes.done
    const done: Done[] = []
    const said = new Set<string>()
    let base = readBaseNames(config.real.codexHome)
    for (const name of names.length > 0 ? names : accountNames(root)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
        const steps = dryRun ? planSync(root, config, name) : await syncAccount(root, config, name, base)
        // what was new in one account has moved to the base codex home
        if (steps.some(isChange)) base = readBaseNames(config.real.codexHome)
        done.push({ account: name, steps })
      } catch (error) {
        // the other accounts are not to suffer from it
        const exitCode = printFailure(error, false, false)
        done.push({ account: name, steps: [], exitCode, ...(error instanceof Failure ? { error } : {}) })
      }
      if (!dryRun && !json) printOutcomes(newsIn(done.at(-1)?.steps ?? [], said), { quiet })
    }
    if (json) printData(`${JSON.stringify(done.map(outcomesAsJson), null, 2)}\n`)
    else if (dryRun) printData(planTable(done))
    for (const { steps, exitCode } of done) {
      const planned = dryRun && steps.some(({ outcome }) => outcome === 'change')
      const result = exitCode ?? (planned ? exitCodes.drift : codeOf(steps))
      if (result !== exitCodes.done) code = result
    }
    return code
  },
}

/** The steps of an account, without what was said of another one already: it is about the base codex home. */
function newsIn(steps: readonly Outcome[], said: Set<string>): Outcome[] {
  const news = steps.filter((step) => !isRemark(step) || !said.has(remark(step)))
  for (const step of news.filter(isRemark)) said.add(remark(step))
  return news
}

function isChange({ outcome }: Outcome): boolean {
  return outcome === 'change'
}

function isRemark({ outcome }: Outcome): boolean {
  return outcome === 'note' || outcome === 'unknown'
}

function remark({ path, why }: Outcome): string {
  return `${path}\n${why}`
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
