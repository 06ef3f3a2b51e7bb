import { join } from 'node:path'
import type { Environment } from '../accounts/root.ts'
import type { CodexSettings, EnvironmentPolicy } from './config.ts'

/** A setting of `shell_environment_policy`. */
export type PolicySetting = keyof EnvironmentPolicy

/** A value that codex uses, and where it has it from. */
export interface Used {
  value: string | undefined
  from: string
}

/** What decides what codex uses of an environment. */
export interface CodexInputs {
  env: Environment
  /** the lines of `$CODEX_HOME/.env` */
  dotenv: Environment
  settings: CodexSettings
  /** the home of the password file, which codex falls back to */
  passwdHome: string
}

/** Where codex looks for its home: CODEX_HOME, else below HOME, else below the password file's (codex.md, section 3). */
export function codexHomeOf(env: Environment, passwdHome: string): string {
  return env.CODEX_HOME || join(env.HOME || passwdHome, '.codex')
}

/** Whether codex ignores a line of its `.env` (codex.md, section 3). */
export function isIgnoredInDotenv(name: string): boolean {
  return name.startsWith('CODEX_')
}

/** The environment that codex runs in: its `.env` is loaded over the shell's, but for CODEX_* lines. */
export function codexEnvironment(env: Environment, dotenv: Environment): Environment {
  const counting = Object.entries(dotenv).filter(([name]) => !isIgnoredInDotenv(name))
  return { ...env, ...Object.fromEntries(counting) }
}

/**
 * What codex itself makes of a variable (codex.md, sections 3 and 4).
 * @returns undefined for one that it does not read: it uses no XDG folder, and nothing of swop's
 */
export function codexUse(name: string, { env, dotenv, settings, passwdHome }: CodexInputs): Used | undefined {
  if (/^(SWOP|XDG)_/.test(name)) return undefined
  const home = codexHomeOf(env, passwdHome)
  if (name === 'CODEX_HOME') return { value: home, from: env.CODEX_HOME ? 'this shell' : 'its default' }
  if (name === 'CODEX_SQLITE_HOME') {
    // The setting goes first, the variable second (codex's source: cfg.sqlite_home, or else the variable).
    if (settings.sqliteHome) return { value: settings.sqliteHome, from: 'sqlite_home in config.toml' }
    return env[name] ? { value: env[name], from: 'this shell' } : { value: home, from: 'its default' }
  }
  const readers = settings.readBy.get(name)
  if (readers && !readers.includes(settings.provider)) {
    return { value: undefined, from: `only the provider ${readers.join(', ')} reads it` }
  }
  // 0.92 and 0.169 ignore it unless a provider names it (codex.md, section 4).
  if (name === 'OPENAI_API_KEY' && !readers) {
    return { value: undefined, from: 'no provider in config.toml names it' }
  }
  if (dotenv[name] !== undefined && !isIgnoredInDotenv(name)) {
    return { value: dotenv[name], from: "codex's .env" }
  }
  if (name === 'HOME' && !env.HOME) return { value: passwdHome, from: 'the password file' }
  return { value: env[name], from: 'this shell' }
}

/**
 * What `shell_environment_policy` does to one variable: `inherit`, then the excludes, `set`, `include_only`, in this
 * order (seen with 0.92.0 and 0.169.0).
 * @returns its value in a command, and the setting that made it another one
 */
export function policyFate(
  name: string,
  value: string | undefined,
  policy: EnvironmentPolicy,
): { value: string | undefined; by?: PolicySetting } {
  let fate: { value: string | undefined; by?: PolicySetting } = { value }
  if (value !== undefined) {
    const by = removedBy(name, policy)
    if (by) fate = { value: undefined, by }
  }
  if (Object.hasOwn(policy.set, name)) fate = { value: policy.set[name], by: 'set' }
  if (fate.value !== undefined && policy.include_only.length > 0 && !matches(name, policy.include_only)) {
    fate = { value: undefined, by: 'include_only' }
  }
  return fate
}

/** The environment of a command that codex runs, before a login shell's profile has had a look at it. */
export function commandEnvironment(env: Environment, policy: EnvironmentPolicy): Environment {
  const names = new Set([...Object.keys(env), ...Object.keys(policy.set)])
  return Object.fromEntries(
    [...names]
      .map((name): [string, string | undefined] => [name, policyFate(name, env[name], policy).value])
      .filter(([, value]) => value !== undefined),
  )
}

function removedBy(name: string, policy: EnvironmentPolicy): PolicySetting | undefined {
  if (policy.inherit === 'none' || (policy.inherit === 'core' && !core.has(name))) return 'inherit'
  if (!policy.ignore_default_excludes && matches(name, ['*KEY*', '*SECRET*', '*TOKEN*']))
    return 'ignore_default_excludes'
  return matches(name, policy.exclude) ? 'exclude' : undefined
}

// Seen with 0.169.0 (0.92.0 had USERNAME, too).
const core = new Set('PATH SHELL TMPDIR TEMP TMP HOME LANG LC_ALL LC_CTYPE LOGNAME USER'.split(' '))

/** Whether a variable's name fits one of the patterns, as codex compares them: `*`, `?`, and no regard to case. */
export function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const expression = pattern
      .replace(/[.+^${}()|[\]\\/-]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${expression}$`, 'is').test(name)
  })
}
