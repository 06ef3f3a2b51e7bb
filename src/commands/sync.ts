import { findRoot, isInAccount } from '../accounts/root.ts'
import { isAccountName } from '../accounts/name.ts'
import { xdgFolders, xdgNames } from '../accounts/layout.ts'
import { realHomeOf, type RealHome } from '../accounts/real-home.ts'
import { baselineOf } from '../env/baseline.ts'
import { allAtRest } from '../home/all-at-rest.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { codeOf, outcomesAsJson, planTable, printOutcomes, type Done } from '../ui/outcomes.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
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

  plain: (words) => {
    const names = words.filter((word) => word !== '--quiet')
    if (!names.every((word) => isAccountName(word))) return undefined
    return { names, dryRun: false, json: false, quiet: names.length < words.length }
  },

  run: async ({ names = [], dryRun, quiet, json }, { env, installation }) => {
    const root = findRoot(env)
    const { real, accounts } =
      (dryRun ? undefined : allAtRest(root, names, installation)) ??
      (await (await import('./sync-each.ts')).syncEach(root, { names, dryRun, installation }))
    if (real === undefined) return exitCodes.done // there is no account yet
    if (!quiet) noteOtherHome(real, env)
    const done: Done[] = []
    const said = new Set<string>()
    for await (const each of accounts) {
      done.push(each)
      if (!dryRun && !json) printOutcomes(newsIn(each.steps, said), { quiet })
    }
    if (json) printData(`${JSON.stringify(done.map(outcomesAsJson), null, 2)}\n`)
    else if (dryRun) printData(planTable(done))
    let code: ExitCode = exitCodes.done
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

function isRemark({ outcome }: Outcome): boolean {
  return outcome === 'note' || outcome === 'unknown'
}

function remark({ path, why }: Outcome): string {
  return `${path}\n${why}`
}

/** What is bridged was recorded with the first account; a shell that has it elsewhere by now would look in vain. */
function noteOtherHome(real: RealHome, env: Environment): void {
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
