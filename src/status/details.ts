import { readConfig } from '../accounts/store.ts'
import { codexProcessesOf } from '../codex/processes.ts'
import { isDrift } from '../home/everyday.ts'
import { planSync } from '../home/sync.ts'
import { Failure } from '../platform/failure.ts'
import type { Details, Facts } from './facts.ts'

/** Looks at what takes longer: whether the account's homes are in order, and which codex runs there. Changes nothing. */
export function inspectDetails(root: string, { name, isAccount, codexHome, error }: Facts): Details {
  const processes = codexHome === '' ? [] : codexProcessesOf(codexHome)
  if (!isAccount || error) return { processes }
  try {
    const config = readConfig(root)
    if (!config) return { processes }
    const steps = planSync(root, config, name)
    return { processes, drift: steps.filter((step) => isDrift(step, codexHome, root)).length }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { processes, driftProblem: { message: failure.message, cure: failure.hint } }
  }
}
