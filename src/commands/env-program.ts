import { accountName } from '../accounts/name.ts'
import { findRoot, type Environment } from '../accounts/root.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { secretVariables } from '../codex/variables.ts'
import { baselineOf } from '../env/baseline.ts'
import { planEnv } from '../env/plan.ts'
import { managedVariables } from '../env/variables.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { dotenvLine, dotenvText } from '../shell/dialects/dotenv.ts'
import { jsonText } from '../shell/dialects/json.ts'
import { textForShell } from './env-shell.ts'
import type { Context } from '../ui/command.ts'

export const programFormats = ['json', 'dotenv'] as const

/** How a program, and not a shell, reads an environment. */
export type ProgramFormat = (typeof programFormats)[number]

/**
 * The environment of an account, or the baseline (`off`), for a program.
 * @throws Failure as for a shell, and when the baseline has a secret, which swop does not print
 */
export async function textForProgram(name: string, format: ProgramFormat, context: Context): Promise<string> {
  await textForShell(name, 'sh', context) // brings the account in order, and says what is wrong with it
  const baseline = baselineValues(context.env)
  if (name === 'off') return baselineText(baseline, format)
  const root = findRoot(context.env)
  const { layout, settings } = readAccount(root, accountName(name))
  const config = readConfig(root)
  if (config === undefined) throw new Failure(`${root} has no settings`, 'put config.json back from a backup')
  const plan = planEnv(root, layout, settings.isolation, config.real)
  return format === 'json' ? jsonText(plan, baseline) : dotenvText(plan, baseline)
}

function baselineText(baseline: Record<string, string | null>, format: ProgramFormat): string {
  const secret = secretVariables.find((variable) => baseline[variable])
  if (secret) {
    throw new Failure(
      `the baseline has a ${secret}, which swop does not print`,
      'end the activation in the shell: swop off',
      exitCodes.usage,
    )
  }
  if (format === 'json') return `${JSON.stringify(baseline, null, 2)}\n`
  return Object.entries(baseline)
    .map(([variable, value]) => dotenvLine(variable, value ?? ''))
    .join('')
}

/** The baseline as values, null where there is none; empty when no account is active. */
function baselineValues(env: Environment): Record<string, string | null> {
  if (!env.SWOP_SAVED) return {}
  const baseline = baselineOf(env)
  return Object.fromEntries(managedVariables.map(({ name }) => [name, baseline[name] ?? null]))
}
