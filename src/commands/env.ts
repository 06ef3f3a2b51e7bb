import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames, readAccount, readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { activation, deactivation, foreignFile } from '../env/evaluated.ts'
import { planEnv } from '../env/plan.ts'
import { managedVariables } from '../env/variables.ts'
import { secretVariables } from '../codex/variables.ts'
import { syncAccount, writeShellFiles } from '../home/sync.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { dotenvLine, dotenvText } from '../shell/dialects/dotenv.ts'
import { jsonText } from '../shell/dialects/json.ts'
import { shellDialects } from '../shell/dialects/index.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { printData, printNote } from '../ui/print.ts'
import { rootLayout, shellFile, type ShellDialect } from '../accounts/layout.ts'
import type { Environment } from '../accounts/root.ts'
import type { Command, Context } from '../ui/command.ts'

const formats = [...shellDialects, 'json', 'dotenv'] as const

interface Options {
  name: string
  shell?: ShellDialect | undefined
  format?: (typeof formats)[number] | undefined
}

/** `swop env <name>|off`: prints what activates an account, or what puts the baseline back. */
export const env: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name, or off" })
      .option('shell', {
        choices: shellDialects,
        describe: 'the shell that evaluates it (default: the one that asks)',
      })
      .option('format', {
        choices: formats,
        describe: 'for programs: json ({"NAME": "value" | null}) or dotenv',
      })
      .conflicts('shell', 'format')
      .example('eval "$(swop env work)"', 'in bash, zsh and sh')
      .example('swop env work | source', 'in fish')
      .example('eval "$(swop env off)"', 'end the activation'),

  run: async ({ name, shell, format }, context) => {
    const dialect = shell ?? format ?? detectDialect(context.env, parentProgram())
    printData(
      name === 'off'
        ? await offText(dialect, context)
        : await accountText(accountName(name), dialect, context),
    )
    if (process.stdout.isTTY && dialect !== 'json' && dialect !== 'dotenv') {
      printNote(
        `To put this in force: ${dialect === 'fish' ? `swop env ${name} | source` : `eval "$(swop env ${name})"`}`,
      )
    }
    return exitCodes.done
  },
}

async function accountText(
  name: string,
  dialect: (typeof formats)[number],
  context: Context,
): Promise<string> {
  const root = findRoot(context.env)
  const { layout, settings } = readAccount(root, name)
  const config = readConfig(root)
  if (config === undefined)
    throw new Failure(`${rootLayout(root).config} is missing`, 'put it back from a backup')
  const shell = dialect === 'json' || dialect === 'dotenv' ? 'sh' : dialect
  const text = () => activation(root, name, context.env.SWOP_ACCOUNT, shell)
  const present =
    text() ?? (await bringInOrder(root, [context.env.SWOP_ACCOUNT, name], shell, context), text())
  if (present === undefined) {
    throw new Failure(
      `account '${name}' is not in order, and keeps changing`,
      `run swop sync ${name} and see what it says`,
    )
  }
  const plan = planEnv(root, layout, settings.isolation, config.real)
  if (dialect === 'json') return jsonText(plan, baselineValues(context.env))
  if (dialect === 'dotenv') return dotenvText(plan, baselineValues(context.env))
  return present
}

async function offText(dialect: (typeof formats)[number], context: Context): Promise<string> {
  const root = findRoot(context.env)
  const active = context.env.SWOP_ACCOUNT
  const shell = dialect === 'json' || dialect === 'dotenv' ? 'sh' : dialect
  const text = () => deactivation(root, active, shell)
  const present = text() ?? (await bringInOrder(root, [active], shell, context), text())
  if (dialect !== 'json' && dialect !== 'dotenv') {
    if (present !== undefined) return present
    // Without an activation there is nothing to end, and `eval` of nothing is right.
    if (!context.env.SWOP_SAVED) return ''
    throw new Failure(
      `can't read ${shellFile(root, 'off', dialect)}`,
      'run swop sync, or start another shell',
    )
  }
  const values = baselineValues(context.env)
  const secret = secretVariables.find((variable) => values[variable])
  if (secret) {
    throw new Failure(
      `the baseline has a ${secret}, which swop does not print`,
      'end the activation in the shell: swop off',
      exitCodes.usage,
    )
  }
  if (dialect === 'json') return `${JSON.stringify(values, null, 2)}\n`
  return Object.entries(values)
    .map(([variable, value]) => dotenvLine(variable, value ?? ''))
    .join('')
}

/** The baseline as values, null where there is none; empty when no account is active. */
function baselineValues(env: Environment): Record<string, string | null> {
  if (!env.SWOP_SAVED) return {}
  const baseline = baselineOf(env)
  return Object.fromEntries(managedVariables.map(({ name }) => [name, baseline[name] ?? null]))
}

async function bringInOrder(
  root: string,
  names: readonly (string | undefined)[],
  dialect: ShellDialect,
  { installation }: Context,
): Promise<void> {
  for (const name of names) {
    const foreign = foreignFile(root, name, dialect)
    if (foreign) throw new Failure(`${foreign} belongs to another user`, 'move it away, then run swop sync')
  }
  const config = readConfig(root)
  if (config === undefined) return
  writeShellFiles(root, config, installation)
  const present = accountNames(root)
  for (const name of new Set(names)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
    if (name !== undefined && present.includes(name))
      printOutcomes(await syncAccount(root, config, name), { quiet: true })
  }
}
