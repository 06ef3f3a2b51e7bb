import { managedVariables } from './variables.ts'
import type { Environment } from '../accounts/root.ts'

/**
 * The values (or the absence) of every managed variable as they were before the first activation.
 * Keyed on SWOP_SAVED, never on SWOP_ACCOUNT: only the former says that there is a baseline (shell.md).
 * @param env the environment of this process, activated or not
 * @returns the same environment with no account active
 */
export function baselineOf(env: Environment): Environment {
  const format = Number.parseInt(env.SWOP_SAVED ?? '', 10)
  if (!(format >= 1)) return env
  const baseline: Record<string, string | undefined> = { ...env }
  for (const { name, since } of managedVariables) {
    if (since <= format) baseline[name] = env[`SWOP_SAVED_${name}`]
    delete baseline[`SWOP_SAVED_${name}`]
  }
  delete baseline.SWOP_SAVED
  delete baseline.SWOP_ACCOUNT
  return baseline
}
