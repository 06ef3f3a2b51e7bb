import { codexEnvironment, codexUse, isIgnoredInDotenv, policyFate } from '../codex/environment.ts'
import { managedVariables } from '../env/variables.ts'
import { show } from './mask.ts'
import type { Observations } from './observations.ts'

/**
 * Where a value comes from. `account`, `binding` and `direnv` (for managed variables): from the account that is active,
 * by whom it was chosen; `direnv` also for whatever else an .envrc has set; `user`: from before the activation, or
 * changed since; `left over`: from an account that is not active here.
 */
export type Source = 'account' | 'binding' | 'direnv' | 'user' | 'left over' | 'nobody'

/** Another value of the same variable. */
export interface OtherValue {
  /**
   * `before` the activation; what the `account` has, where it was changed since; what `codex` would use; a line of its
   * .env that codex has `ignored`; `bash -lc`; a `command` that codex runs
   */
  where: 'before' | 'account' | 'codex' | 'ignored' | 'bash -lc' | 'command'
  value: string | null
  from: string
}

/** One variable; values are masked, null means unset. */
export interface Row {
  name: string
  value: string | null
  source: Source
  others: OtherValue[]
}

/** Who chose the account that is active: the mark that the activation left. */
export function chooser({ env }: Pick<Observations, 'env'>): 'account' | 'binding' | 'direnv' {
  if (/ direnv/.test(env.SWOP_SAVED ?? '')) return 'direnv' // a direnv in the folder goes before a binding of it
  return env.SWOP_BINDING ? 'binding' : 'account'
}

/** Every managed variable, those that codex reads, and whatever else is called SWOP_* or CODEX_*. */
export function knownNames({ env, dotenv, settings, login, command }: Observations): string[] {
  const found = [env, dotenv, login ?? {}, command ?? {}].flatMap((each) => Object.keys(each))
  const others = found.filter((name) => /^(SWOP|CODEX)_[A-Z0-9_]+$/.test(name)).sort()
  return [
    ...new Set([
      'SWOP_ACCOUNT',
      'SWOP_ROOT',
      'PATH',
      ...managedVariables.map(({ name }) => name),
      'OPENAI_API_KEY',
      ...settings.readBy.keys(),
      // SWOP_SHELL is said to this command by the functions, and is nowhere in the shell.
      ...others.filter((name) => !name.startsWith('SWOP_SAVED') && name !== 'SWOP_SHELL'),
    ]),
  ]
}

/** Explains one variable. */
export function explainVariable(name: string, seen: Observations): Row {
  const { env, account } = seen
  const source = sourceOf(name, seen)
  const others: OtherValue[] = []
  // What a provider in config.toml sends is a key, whatever it is called.
  const shown = (value: string | undefined) => show(name, value, seen.settings.readBy.has(name))
  const add = (where: OtherValue['where'], value: string | undefined, from: string) =>
    others.push({ where, value: shown(value), from })

  const saved = env[`SWOP_SAVED_${name}`]
  if (isChanged(name, seen)) add('account', plannedValue(name, seen), `account ${account?.account}`)
  else if (account && saved !== undefined && !same(saved, env[name])) add('before', saved, 'user')

  const used = codexUse(name, seen)
  if (used && !same(used.value, env[name])) add('codex', used.value, used.from)
  const line = seen.dotenv[name]
  if (line !== undefined && isIgnoredInDotenv(name)) add('ignored', line, "codex's .env")
  if (seen.login && !same(seen.login[name], env[name])) add('bash -lc', seen.login[name], 'login profile')
  const inCodex = codexEnvironment(env, seen.dotenv)[name]
  if (seen.command && !same(seen.command[name], inCodex)) {
    const { by, value } = policyFate(name, inCodex, seen.settings.policy)
    const from = by && same(value, seen.command[name]) ? `shell_environment_policy.${by}` : 'login profile'
    add('command', seen.command[name], from)
  }
  return { name, value: shown(env[name]), source, others }
}

/** Whether a managed variable is no longer what the activation made of it. */
export function isChanged(name: string, seen: Observations): boolean {
  return isManaged(name) && seen.account !== undefined && !same(plannedValue(name, seen), seen.env[name])
}

/** Whether a value leads into an account although none is active; the account's name, or `?` for a lost baseline. */
export function leftOverFrom(
  name: string,
  { env, root, account }: Pick<Observations, 'env' | 'root' | 'account'>,
): string | undefined {
  const value = env[name]
  if (account || !value) return undefined
  if (name === 'SWOP_ACCOUNT') return value
  const within = value.startsWith(`${root}/accounts/`) ? value.slice(`${root}/accounts/`.length) : undefined
  if (within && /^(HOME|XDG_|CODEX_|SWOP_)/.test(name)) return within.split('/')[0]
  // Another user's root, after `su` without a dash, is recognised by its shape.
  if (name.startsWith('CODEX_')) return /\/accounts\/([^/]+)\/home\/\.codex\/?$/.exec(value)?.[1]
  return name === 'SWOP_BINDING' ? '?' : undefined
}

/** Unset and empty are the same to codex, and to fish, which shadows a universal variable by an empty one. */
export function same(one: string | undefined, other: string | undefined): boolean {
  return (one ?? '') === (other ?? '')
}

function sourceOf(name: string, seen: Observations): Source {
  const { env, account, direnv } = seen
  if (leftOverFrom(name, seen)) return 'left over'
  if (account && /^SWOP_(ACCOUNT|BINDING)$/.test(name)) return chooser(seen)
  const given = isManaged(name) && account && !account.restore.includes(name)
  if (given && !isChanged(name, seen)) return chooser(seen)
  if (direnv && env[name] !== undefined && direnv.values[name] === env[name]) return 'direnv'
  return env[name] === undefined && !given ? 'nobody' : 'user'
}

/** What the activation made of a managed variable. */
function plannedValue(name: string, { account, env }: Observations): string | undefined {
  if (account?.restore.includes(name)) return env[`SWOP_SAVED_${name}`]
  return account?.set.find((each) => each.name === name)?.value
}

function isManaged(name: string): boolean {
  return managedVariables.some((variable) => variable.name === name)
}
