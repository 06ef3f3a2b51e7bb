import { shellFile } from '../accounts/layout.ts'
import { loginVariables } from '../codex/variables.ts'
import { codexEnvironment, policyFate, type PolicySetting } from '../codex/environment.ts'
import { isChanged, knownNames, leftOverFrom, same } from './rows.ts'
import type { Observations, Warning } from './observations.ts'

/**
 * What a person should know: variables that are not what the activation made of them, and PATH, HOME, CODEX_* and
 * whatever outranks the login where this shell, `bash -lc`, codex and its commands do not agree.
 */
export function warningsOf(seen: Observations): Warning[] {
  const names = knownNames(seen)
  return [
    ...seen.problems,
    ...leftOvers(names, seen),
    ...names.filter((name) => isChanged(name, seen)).map((name) => changed(name, seen)),
    ...names.filter(isWatched).flatMap((name) => [...ofDotenv(name, seen), ...ofShells(name, seen)]),
  ]
}

function isWatched(name: string): boolean {
  return ['PATH', 'HOME', ...loginVariables].includes(name) || name.startsWith('CODEX_')
}

function leftOvers(names: readonly string[], seen: Observations): Warning[] {
  const left = names.filter((name) => leftOverFrom(name, seen))
  if (left.length === 0) return []
  const list = left.join(', ')
  const cure = seen.env.SWOP_SAVED ? 'swop off, or eval "$(swop env off)"' : 'start a new login shell'
  return [
    {
      variable: left.length === 1 ? list : null,
      message: `${list}: left over from an account that is not active in this shell`,
      cure,
    },
  ]
}

function changed(name: string, { account }: Observations): Warning {
  const message = `${name} was changed since the activation of ${account?.account}`
  return { variable: name, message, cure: `activate it again: swop use ${account?.account}` }
}

function ofDotenv(name: string, { env, dotenv, dotenvPath }: Observations): Warning[] {
  if (same(codexEnvironment(env, dotenv)[name], env[name])) return []
  const message = `${name}: codex and its commands have it from ${dotenvPath}, not from this shell`
  return [{ variable: name, message, cure: `take the line out of ${dotenvPath}` }]
}

function ofShells(name: string, seen: Observations): Warning[] {
  const { env, dotenv, settings, login, command, configPath, profile } = seen
  const inCodex = codexEnvironment(env, dotenv)
  const warnings: Warning[] = []
  const fate = policyFate(name, inCodex[name], settings.policy)
  const inCommand = command && !same(command[name], env[name])
  if (inCommand && fate.by && !same(fate.value, env[name])) {
    const what =
      fate.value === undefined ? "takes it from codex's commands" : "gives codex's commands another"
    warnings.push({
      variable: name,
      message: `${name}: shell_environment_policy.${fate.by} ${what}`,
      cure: `${policyCure(name, fate.by)} in ${configPath}`,
    })
  }
  const inLogin = login !== undefined && !same(login[name], env[name])
  const inCommands = inCommand && !same(command[name], fate.value)
  if (inLogin || inCommands) {
    const places = [...(inLogin ? ['bash -lc'] : []), ...(inCommands ? ["codex's commands"] : [])]
    warnings.push({
      variable: name,
      message: `${name}: a login shell's profile (${profile}, /etc/profile) changes it in ${places.join(' and ')}`,
      cure: profileCure(name, inCommands === true, seen),
    })
  }
  return warnings
}

function policyCure(name: string, setting: PolicySetting): string {
  const cures: Record<PolicySetting, string> = {
    inherit: 'inherit = "all"',
    ignore_default_excludes: 'ignore_default_excludes = true',
    exclude: `no pattern in exclude that fits ${name}`,
    set: `no ${name} in set`,
    include_only: `"${name}" in include_only`,
  }
  return `under [shell_environment_policy]: ${cures[setting]}`
}

/**
 * The functions, loaded last, put an inherited account back in force (shell contract, 6); they leave PATH alone. By
 * their file and not by eval: /etc/profile often takes swop from the PATH.
 */
function profileCure(
  name: string,
  inCommands: boolean,
  { account, configPath, profile, root }: Observations,
): string {
  const ofAccount = account && [...account.unset, ...account.set.map((each) => each.name)].includes(name)
  const last = ofAccount ? `. ${shellFile(root, 'init', 'bash')} as the last line of ${profile}` : undefined
  const setting = inCommands ? `allow_login_shell = false in ${configPath}` : undefined
  const cures = [setting, last].filter((cure) => cure !== undefined)
  return cures.length > 0 ? cures.join(', or ') : `change it in ${profile}, if it matters there`
}
