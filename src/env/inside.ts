import { baselineOf } from './baseline.ts'
import { baselineFormat, managedVariables } from './variables.ts'
import type { Environment } from '../accounts/root.ts'
import type { EnvPlan } from './plan.ts'

/**
 * The environment of a process that swop itself starts under an account: the same that a shell has after an activation,
 * with the baseline in it, so that `swop off` works in what that process starts.
 * @param env the environment of this process, activated or not
 */
export function environmentInside(env: Environment, plan: EnvPlan): Record<string, string> {
  const baseline = baselineOf(env)
  const all: Record<string, string | undefined> = { ...env }
  if (!env.SWOP_SAVED) all.SWOP_SAVED = String(baselineFormat)
  for (const { name } of managedVariables) all[`SWOP_SAVED_${name}`] = baseline[name]
  for (const name of plan.restore) all[name] = baseline[name]
  for (const { name, value } of plan.set) all[name] = value
  for (const name of plan.unset) all[name] = undefined
  all.SWOP_ACCOUNT = plan.account
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
