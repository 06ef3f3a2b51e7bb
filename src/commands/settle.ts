import { readConfig } from '../accounts/store.ts'
import { syncAccount } from '../home/sync.ts'
import { exitCodes, type ExitCode } from '../platform/failure.ts'
import { printFailure } from '../ui/funnel.ts'
import { printOutcomes } from '../ui/outcomes.ts'

/** After a change of settings: brings the accounts that they concern in order, and says what needs a person. */
export async function settle(root: string, names: readonly string[]): Promise<ExitCode> {
  const config = readConfig(root)
  let code: ExitCode = exitCodes.done
  if (config === undefined) return code
  for (const name of names) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
      const result = printOutcomes(await syncAccount(root, config, name), { quiet: true })
      if (result !== exitCodes.done) code = result
    } catch (error) {
      code = printFailure(error, false, false) // the other accounts are not to suffer from it
    }
  }
  return code
}
