import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import {
  driftFile,
  editionFolder,
  envFile,
  rootLayout,
  shellFile,
  useFile,
  type AccountLayout,
} from '../accounts/layout.ts'
import { baselineFormat, managedVariables, type ManagedVariable } from '../env/variables.ts'
import { functionShells, quotes, shellDialects, type FunctionShell } from './dialects/index.ts'
import { jsonText } from './dialects/json.ts'
import { generatedFormat } from './format.ts'
import { completionText, render } from './templates.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { EnvPlan } from '../env/plan.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import { walkAround, type DriftTest } from './drift.ts'

/** Texts by the path that they belong at. */
export type GeneratedFiles = Map<string, string>

/** What of this installation goes into the functions. */
export interface Installation {
  node: string
  script: string
  /** tells one version of the templates, and of what goes into them, from another */
  writer: string
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
    ...functionShells.flatMap((shell) => [driftFile(account, shell), useFile(account, shell)]),
    account.drift,
    account.launch,
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
export function driftFiles(account: AccountLayout, real: RealHome, test: DriftTest): GeneratedFiles {
  const files: GeneratedFiles = new Map(
    functionShells.map((shell) => {
      const at = shell === 'fish' ? '$__swop_at' : '$3'
      const values = testValues(account, real, test, at, shell)
      return [driftFile(account, shell), render(`drift.${shell}`, values, quotes[shell])]
    }),
  )
  return files.set(account.drift, `${JSON.stringify(test, null, 2)}\n`)
}

/**
 * What a shell learns of an account: the test and the activation as one function, which holds as long as there is the
 * edition. The env file has the stamp's time (DriftTest.texts), and takes its place in the circle.
 */
export function useFiles(
  root: string,
  account: AccountLayout,
  real: RealHome,
  test: DriftTest,
  plan: EnvPlan,
): GeneratedFiles {
  const edition = basename(editionOf(root, real, account, test, plan))
  const folders = test.outputs.filter((path) => path !== account.settings)
  // One way, from the edition over all folders that a look at each would cost 2 µs for. Links end in the base codex home.
  const inside = (path: string) => path.slice(account.folder.length)
  const shared =
    test.plain.length === 0
      ? []
      : [`${test.links.length > 0 ? '' : '/home/.codex'}/${test.plain.join('/../')}`]
  return new Map(
    functionShells.map((shell) => {
      const env = envFile(account, shell)
      const round = shell === 'zsh' ? [inside(walkAround(account.folder, folders))] : []
      const leaving = [`${account.folder}/${edition}/..`, ...round, ...test.links.map(inside)]
      const values = {
        ...plan,
        ...testValues(account, real, test, '$1', shell),
        ...(shell === 'fish' ? { short: quotes.fish } : {}),
        root,
        env,
        off: shellFile(root, 'off', shell),
        cycles: { leaving: [env, ...folders, env], entering: [env, ...test.outputs, env] },
        ways: { leaving: leaving.join(''), entering: [...leaving, ...shared].join('') },
        walks: test.walks.slice(shared.length),
      }
      return [useFile(account, shell), render(`use.${shell}`, values, quotes[shell])]
    }),
  )
}

/** The folder by whose name a shell sees that what it has learned still holds: that of its content. */
export function editionOf(
  root: string,
  real: RealHome,
  account: AccountLayout,
  test: DriftTest,
  plan: EnvPlan,
): string {
  const content = JSON.stringify([generatedFormat, root, real.home, test, plan])
  return editionFolder(account, createHash('sha256').update(content).digest('hex').slice(0, 16))
}

function testValues(
  account: AccountLayout,
  real: RealHome,
  test: DriftTest,
  at: string,
  shell: FunctionShell,
) {
  return {
    ...test,
    account: account.name,
    folder: account.folder,
    home: real.home,
    settings: account.settings,
    cycle: [test.outputsStamp, ...test.outputs, test.outputsStamp],
    short: (path: string) => shortened(path, at, account.folder, real.home, quotes[shell]),
  }
}

/**
 * A path of the account, or of the real home, by what begins it: shells take longer to read a long word than to look at
 * what it names. Words behind a variable need no quotes where the templates have them.
 */
function shortened(
  path: string,
  at: string,
  folder: string,
  home: string,
  quote: (text: string) => string,
): string {
  for (const [start, variable] of [
    [`${folder}/`, `${at}/`],
    [`${home}/`, '$__swop_to/'],
  ] as const) {
    const rest = path.slice(start.length)
    if (path.startsWith(start)) return variable + (/^[\w./+-]*$/.test(rest) ? rest : quote(rest))
  }
  return path === home ? '$__swop_to' : quote(path)
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
