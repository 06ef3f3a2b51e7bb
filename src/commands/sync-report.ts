import { isInAccount } from '../accounts/root.ts'
import { xdgFolders, xdgNames } from '../accounts/layout.ts'
import { realHomeOf, type RealHome } from '../accounts/real-home.ts'
import { baselineOf } from '../env/baseline.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { codeOf, outcomesAsJson, planTable, printOutcomes, type Done } from '../ui/outcomes.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
import type { Outcome } from '../home/apply.ts'
import type { SyncOptions } from './sync-options.ts'

/** Says what a sync did or would do, account by account. */
export class SyncReport {
  readonly #options: SyncOptions
  readonly #done: Done[] = []
  readonly #said = new Set<string>()

  constructor(options: SyncOptions) {
    this.#options = options
  }

  /** The next account. */
  add(each: Done): void {
    const { dryRun, json, quiet } = this.#options
    this.#done.push(each)
    if (!dryRun && !json) printOutcomes(newsIn(each.steps, this.#said), { quiet })
  }

  /** What is said of all of them together, and the exit code. */
  end(): ExitCode {
    const { dryRun, json } = this.#options
    if (json) printData(`${JSON.stringify(this.#done.map(outcomesAsJson), null, 2)}\n`)
    else if (dryRun) printData(planTable(this.#done))
    let code: ExitCode = exitCodes.done
    for (const { steps, exitCode } of this.#done) {
      const planned = dryRun && steps.some(({ outcome }) => outcome === 'change')
      const result = exitCode ?? (planned ? exitCodes.drift : codeOf(steps))
      if (result !== exitCodes.done) code = result
    }
    return code
  }
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
export function noteOtherHome(real: RealHome, env: Environment): void {
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
