import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import {
  driftFile,
  editionFolder,
  envFile,
  rootLayout,
  shellFile,
  useFile,
  type AccountLayout,
} from '../accounts/layout.ts'
import { functionShells, quotes, shellDialects, type FunctionShell } from './dialects/index.ts'
import { jsonText } from './dialects/json.ts'
import { walkAround, type DriftTest } from './drift.ts'
import { generatedFormat } from './format.ts'
import { render } from './templates.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { EnvPlan } from '../env/plan.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import type { GeneratedFiles } from './generated.ts'

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
 * edition. Times go in a circle: on entering from the env file, which has the stamp's time (DriftTest.texts), and on leaving
 * from the account's own folder back to it, by a way that leads over the edition.
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
  // One way, from the edition over all folders that a look at each would cost 2 µs for.
  const inside = (path: string) => path.slice(account.folder.length)
  const shared =
    test.plain.length === 0
      ? []
      : [`${test.links.length > 0 ? '' : '/home/.codex'}/${test.plain.join('/../')}`]
  return new Map(
    functionShells.map((shell) => {
      const env = envFile(account, shell)
      // In zsh alone a folder that is missing is not older than others.
      const inner = folders.filter((path) => path !== account.folder)
      const round = shell === 'zsh' ? inside(walkAround(account.folder, inner)) : ''
      const start = `${account.folder}/${edition}/..${round}`
      const values = {
        ...plan,
        ...testValues(account, real, test, '$1', shell),
        ...(shell === 'fish' ? { short: quotes.fish } : {}),
        root,
        env,
        cycles: {
          leaving: [...folders, shell === 'zsh' ? account.folder : start],
          entering: [env, ...test.outputs, env],
        },
        ways: { leaving: start, entering: [start, ...test.links.map(inside), ...shared].join('') },
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
  if (path === folder) return at
  for (const [start, variable] of [
    [`${folder}/`, `${at}/`],
    [`${home}/`, '$__swop_to/'],
  ] as const) {
    const rest = path.slice(start.length)
    if (path.startsWith(start)) return variable + (/^[\w./+-]*$/.test(rest) ? rest : quote(rest))
  }
  return path === home ? '$__swop_to' : quote(path)
}
