import type { EnvPlan } from '../../env/plan.ts'

/**
 * `{"NAME": "value" | null}`, null meaning unset: what programs read.
 * @param restored values for the variables that the plan restores; those it has no word of are left out
 */
export function jsonText(plan: EnvPlan, restored: Record<string, string | null> = {}): string {
  const variables: Record<string, string | null> = {}
  for (const { name, value } of plan.set) variables[name] = value
  for (const name of plan.restore) if (name in restored) variables[name] = restored[name] ?? null
  for (const name of plan.unset) variables[name] = null
  variables.SWOP_ACCOUNT = plan.account
  return `${JSON.stringify(variables, null, 2)}\n`
}
