import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { accountLayout } from '../accounts/layout.ts'
import { isAccountName } from '../accounts/name.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot, type Environment } from '../accounts/root.ts'
import type { Isolation } from '../accounts/settings.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { parseCodexConfig } from '../codex/config.ts'
import { codexEnvironment, codexHomeOf, commandEnvironment } from '../codex/environment.ts'
import { baselineOf } from '../env/baseline.ts'
import { planEnv, type EnvPlan } from '../env/plan.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { changedAt } from '../platform/stamps.ts'
import { readText } from '../platform/files.ts'
import { findCommand } from '../platform/processes.ts'
import { readDirenv } from './direnv.ts'
import { loginEnvironment } from './login-shell.ts'
import { show } from './mask.ts'
import type { Observations, Warning } from './observations.ts'

/** How long a profile may take (ms): who waits longer for a shell knows it. */
const patience = 2000

/**
 * Looks at everything that has a say in the environment: the account, codex's files, and what login shells make of it.
 * @throws Failure when there is no telling where swop's folder is
 */
export async function observe(env: Environment): Promise<Observations> {
  const problems: Warning[] = []
  const root = findRoot(env)
  const passwdHome = userInfo().homedir
  const codexHome = codexHomeOf(env, passwdHome)
  const dotenvPath = join(codexHome, '.env')
  const configPath = join(codexHome, 'config.toml')
  const account = noting(problems, () => activeAccount(root, env, problems))
  const dotenv = { ...parseEnv(noting(problems, () => readText(dotenvPath)) ?? '') }
  const { settings, problem } = parseCodexConfig(noting(problems, () => readText(configPath)))
  if (problem)
    problems.push(
      warning(`${short(configPath, env)} ${problem}`, 'repair the file: codex does not start either'),
    )

  const inCodex = commandEnvironment(codexEnvironment(env, dotenv), settings.policy)
  const bash = findCommand('bash', env.PATH) ?? '/bin/bash'
  const [login, command] = await Promise.all([
    loginEnvironment(bash, env, patience),
    settings.allowLoginShell ? loginEnvironment(bash, inCodex, patience) : inCodex,
  ])
  if (!login || !command) {
    const cure = 'look at what the profile waits for, or whether it ends the shell'
    problems.push(warning(`bash -lc did not get through its profile in ${patience / 1000} s`, cure))
  }
  return {
    env,
    dotenv,
    settings,
    passwdHome,
    root,
    account,
    direnv: readDirenv(env),
    dotenvPath: short(dotenvPath, env),
    configPath: short(configPath, env),
    login,
    command,
    profile: profileOf(env.HOME || passwdHome),
    problems,
  }
}

/** The environment that the active account should have; with broken settings, as far as the shell itself shows it. */
function activeAccount(root: string, env: Environment, problems: Warning[]): EnvPlan | undefined {
  const name = env.SWOP_ACCOUNT
  if (!name) return undefined
  if (!isAccountName(name)) {
    problems.push(warning(`SWOP_ACCOUNT is no account's name: ${show('SWOP_ACCOUNT', name)}`, 'swop off'))
    return undefined
  }
  const layout = accountLayout(root, name)
  let isolation: Isolation = env.HOME === layout.home ? 'overlay' : 'codex'
  try {
    isolation = readAccount(root, name).settings.isolation
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === exitCodes.noSuchAccount) throw error
    problems.push(warning(error.message, error.hint))
  }
  const real = noting(problems, () => readConfig(root)?.real) ?? realHomeOf(baselineOf(env))
  return planEnv(root, layout, isolation, real)
}

/** As people write a path in their home. */
function short(path: string, { HOME: home }: Environment): string {
  return home && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

/** The first of these is the one that bash reads. */
function profileOf(home: string): string {
  const names = ['.bash_profile', '.bash_login', '.profile']
  return `~/${names.find((name) => changedAt(join(home, name)) !== undefined) ?? '.bash_profile'}`
}

/** One thing that can't be looked at does not hide the others. */
function noting<Result>(problems: Warning[], look: () => Result): Result | undefined {
  try {
    return look()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    problems.push(warning(error.message, error.hint))
    return undefined
  }
}

function warning(message: string, cure: string): Warning {
  return { variable: null, message, cure }
}
