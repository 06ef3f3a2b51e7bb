import { join } from 'node:path'
import { driftFile, envFile, rootLayout, shellFile, type AccountLayout } from '../accounts/layout.ts'
import { baselineFormat, managedVariables, type ManagedVariable } from '../env/variables.ts'
import { functionShells, quotes, shellDialects } from './dialects/index.ts'
import { jsonText } from './dialects/json.ts'
import { generatedFormat } from './format.ts'
import { completionText, render } from './templates.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { EnvPlan } from '../env/plan.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import type { DriftTest } from './drift.ts'

/** Texts by the path that they belong at. */
export type GeneratedFiles = Map<string, string>

/** What of this installation goes into the functions. */
export interface Installation {
  node: string
  script: string
}

/** The env files of an account, one for each shell and env.json. */
export function envFiles(root: string, account: AccountLayout, plan: EnvPlan): GeneratedFiles {
  const files: GeneratedFiles = new Map(
    shellDialects.map((dialect) => [envFile(account, dialect), envText(root, plan, dialect)]),
  )
  return files.set(envFile(account, 'json'), jsonText(plan))
}

/** Where these files and the drift tests lie: all that is generated for one account. */
export function accountFilePaths(account: AccountLayout): string[] {
  return [
    ...shellDialects.map((dialect) => envFile(account, dialect)),
    envFile(account, 'json'),
    ...functionShells.map((shell) => driftFile(account, shell)),
    account.drift,
  ]
}

function envText(root: string, plan: EnvPlan, dialect: ShellDialect): string {
  const values = {
    ...plan,
    accounts: rootLayout(root).accounts,
    off: shellFile(root, 'off', dialect),
    failure: `swop: '${plan.account}' was not activated: a variable is read-only; the environment is as it was`,
  }
  return render(`env.${dialect}`, values, quotes[dialect])
}

/** The test of whether an account is in order, for each shell and for `swop env`. */
export function driftFiles(account: AccountLayout, test: DriftTest): GeneratedFiles {
  const values = { ...test, account: account.name }
  const files: GeneratedFiles = new Map(
    functionShells.map((shell) => [
      driftFile(account, shell),
      render(`drift.${shell}`, values, quotes[shell]),
    ]),
  )
  return files.set(account.drift, `${JSON.stringify(test, null, 2)}\n`)
}

/** What all accounts use: the functions, and saving and restoring the baseline. */
export function shellFiles(root: string, real: RealHome, installation: Installation): GeneratedFiles {
  const files: GeneratedFiles = new Map()
  for (const dialect of shellDialects) {
    files.set(shellFile(root, 'save', dialect), baselineText(root, real, 'save', dialect))
    files.set(shellFile(root, 'off', dialect), baselineText(root, real, 'off', dialect))
  }
  const values = {
    root,
    accounts: rootLayout(root).accounts,
    completions: rootLayout(root).completions,
    realHome: real.home,
    format: generatedFormat,
    saved: baselineFormat,
    ...installation,
  }
  for (const shell of functionShells) {
    files.set(shellFile(root, 'init', shell), render(`init.${shell}`, values, quotes[shell]))
  }
  files.set(shellFile(root, 'direnv', 'bash'), render('direnv.bash', values, quotes.bash))
  return files
}

/** The completions, which are the same for everybody: a copy, since a package's folder changes with its version. */
export function completionFiles(root: string): GeneratedFiles {
  return new Map(completions.map((name) => [join(rootLayout(root).completions, name), completionText(name)]))
}

const completions = ['swop.bash', '_swop', 'swop.fish'] as const

/**
 * @param variables for tests: the managed variables of another version
 */
export function baselineText(
  root: string,
  real: RealHome,
  purpose: 'save' | 'off',
  dialect: ShellDialect,
  variables: readonly ManagedVariable[] = managedVariables,
  format: number = baselineFormat,
): string {
  const values = {
    groups: groupsOf(variables),
    format,
    accounts: rootLayout(root).accounts,
    realHome: real.home,
    over: "swop: still active: direnv's account lies over one that was activated by hand; leave the folder first, or change its .envrc",
    failure:
      'swop: still active: a variable is read-only, and the environment is as it was; start another shell',
    newer:
      'swop: still active: a newer swop has activated this shell; end it with that one, or start another shell',
  }
  return render(`${purpose}.${dialect}`, values, quotes[dialect])
}

/** The variables by the baseline format that first had them, oldest first. */
function groupsOf(variables: readonly ManagedVariable[]): { since: number; names: string[] }[] {
  const groups = new Map<number, string[]>()
  for (const { name, since } of variables) groups.set(since, [...(groups.get(since) ?? []), name])
  return [...groups].sort(([a], [b]) => a - b).map(([since, names]) => ({ since, names }))
}
