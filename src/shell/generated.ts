import { join } from 'node:path'
import { rootLayout, shellFile } from '../accounts/layout.ts'
import { baselineFormat, managedVariables, type ManagedVariable } from '../env/variables.ts'
import { functionShells, quotes, shellDialects } from './dialects/index.ts'
import { generatedFormat } from './format.ts'
import { completionText, render } from './templates.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { ShellDialect } from '../accounts/layout.ts'

/** Texts by the path that they belong at. */
export type GeneratedFiles = Map<string, string>

/** What of this installation goes into the functions. */
export interface Installation {
  node: string
  script: string
  /** tells one version of the templates, and of what goes into them, from another */
  writer: string
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
    starts: rootLayout(root).starts,
    realHome: real.home,
    format: generatedFormat,
    saved: baselineFormat,
    names: managedVariables.map(({ name }) => name),
    ...installation,
  }
  for (const shell of functionShells) {
    const functions = shellFile(root, 'functions', shell)
    const missing = `swop: can't read ${functions}, or it belongs to another user; run: command swop init ${shell} >/dev/null`
    const texts = { ...values, functions, missing }
    files.set(shellFile(root, 'init', shell), render(`init.${shell}`, texts, quotes[shell]))
    files.set(functions, render(`functions.${shell}`, texts, quotes[shell]))
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
