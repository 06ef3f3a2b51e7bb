import { kindNames } from '../codex/login.ts'
import { fellowWords, type Fellow } from './holders.ts'
import { Failure } from '../platform/failure.ts'
import type { LastLogin } from '../accounts/settings.ts'
import type { AuthFile } from '../codex/auth-file.ts'
import type { Login } from '../codex/login.ts'
import type { LoginFlag } from '../codex/program.ts'
import type { Handed } from '../platform/programs.ts'

/** What came of a `codex login`, as plain data. */
export interface LoginOutcome {
  /** the account's name */
  name: string
  ended: Handed
  before: AuthFile
  after: AuthFile
  /** whose login it was the last time, and whose it is now */
  last: LastLogin | undefined
  now: LastLogin | undefined
  /** who else has this login */
  holders: readonly Pick<Fellow, 'who' | 'sameTokens'>[]
}

/** What to tell about it: data, notes, and the error if it failed. */
export interface LoginReport {
  line?: string
  warnings: string[]
  failure?: Failure
}

/** Whose login it is, such as `ChatGPT, me@example.com, plan plus, workspace ws-1`. */
export function describeLogin({ kind, email, plan, workspaceId }: Login): string {
  return [kindNames[kind], email, plan && `plan ${plan}`, workspaceId && `workspace ${workspaceId}`]
    .filter(Boolean)
    .join(', ')
}

/** Whether nothing has happened to a login; tokens that codex has renewed are something. */
export function isSameLogin(one: AuthFile, other: AuthFile): boolean {
  const text = (file: AuthFile) => JSON.stringify(file.state === 'login' ? file.login : file)
  return text(one) === text(other)
}

/**
 * What to know before a `codex login` in the browser or by a device code: 0.169.0 revokes the present login and removes
 * auth.json as soon as it starts, not when the new one is there. A key or a token on stdin replaces it at once.
 */
export function beforeLogin(
  name: string,
  before: AuthFile,
  flag: LoginFlag | undefined,
  fellows: readonly Pick<Fellow, 'who' | 'sameTokens'>[] = [],
): string[] {
  if (before.state !== 'login' || (flag !== undefined && flag !== '--device-auth')) return []
  const whose = describeLogin(before.login)
  const both = fellows.filter(({ sameTokens }) => sameTokens)
  return [
    `${name} is logged in (${whose}); codex 0.169 gives that up first, even if you then cancel`,
    ...both.map(
      ({ who }) =>
        `${who} has the same tokens, which are revoked, too; to keep them, move the auth.json of ${name} away first`,
    ),
  ]
}

/** Judges what came of a `codex login`. */
export function judgeLogin(outcome: LoginOutcome): LoginReport {
  const { name, ended, after } = outcome
  if (!('exitCode' in ended) || ended.exitCode !== 0) return { warnings: [], failure: failed(outcome) }
  if (after.state === 'broken') {
    const hint = `look at what is in its place, then log in again: swop login ${name}`
    return {
      warnings: [],
      failure: new Failure(`codex login ended well, but the auth.json of '${name}' ${after.reason}`, hint),
    }
  }
  if (after.state === 'absent') {
    const where = 'see where codex keeps it (cli_auth_credentials_store in config.toml)'
    return {
      line: `Logged in ${name}.\n`,
      warnings: [`the login is not in auth.json; ${where}: swop status ${name}`],
    }
  }
  return { line: `Logged in ${name}: ${describeLogin(after.login)}.\n`, warnings: warningsOf(outcome, after) }
}

function warningsOf(
  { name, last, now, holders }: LoginOutcome,
  { login, warnings }: AuthFile & { state: 'login' },
): string[] {
  const other = last !== undefined && last.mark !== now?.mark
  const was = last?.email && last.email !== login.email ? ` (${last.email})` : ''
  return [
    ...(other
      ? [`this is not the login that ${name} had before${was}; if you meant that one: swop login ${name}`]
      : []),
    ...holders.map((holder) => fellowWords(name, holder)),
    ...warnings.map((words) => `the auth.json of ${name} ${words}`),
  ]
}

function failed({ name, ended, before, after }: LoginOutcome): Failure {
  const hint = `try again: swop login ${name}`
  if ('notStarted' in ended) {
    return new Failure(`codex can't be started (${ended.notStarted})`, 'see whether codex runs by itself')
  }
  const cancelled = 'signal' in ended || ended.exitCode === 130
  const what = cancelled ? 'the login was cancelled' : `codex login failed (exit code ${ended.exitCode})`
  return new Failure(`${what}; '${name}' ${stateWords(before, after)}`, hint)
}

function stateWords(before: AuthFile, after: AuthFile): string {
  if (after.state === 'broken') return `has an auth.json that ${after.reason}`
  if (after.state === 'absent') {
    return before.state === 'absent'
      ? 'is not logged in, as before'
      : 'is logged out now: codex gave the old login up first'
  }
  const whose = describeLogin(after.login)
  return isSameLogin(before, after) ? `is logged in as before (${whose})` : `is logged in (${whose})`
}
