import { findRoot, type Environment } from '../accounts/root.ts'
import { Failure } from '../platform/failure.ts'
import { resolved } from '../platform/paths.ts'
import { findCommand } from '../platform/processes.ts'
import { ask, type Ended } from '../platform/programs.ts'

/** The ways of `codex login`; without any of them, a browser. */
export const loginFlags = ['--device-auth', '--with-api-key', '--with-access-token'] as const
export type LoginFlag = (typeof loginFlags)[number]

// npm's launcher alone takes 60 ms; a cold disk, seconds.
const patience = 20_000

/**
 * The user's own codex: the first on PATH that is not a file of swop's.
 * @throws Failure that says how to install it
 */
export function findCodex(env: Environment): string {
  const own = `${resolved(findRoot(env))}/`
  const isSwops = (path: string) =>
    resolved(path).startsWith(own) && !resolved(path).startsWith(`${own}accounts/`)
  const codex = findCommand('codex', env.PATH, (path) => !isSwops(path))
  if (codex !== undefined) return codex
  throw new Failure('codex is not on PATH', 'install it: npm install --global @openai/codex')
}

/**
 * @param env what it runs in: every start of codex writes below the `tmp/` of its home (codex.md, section 2)
 * @param limit how long it may take, in ms
 * @returns such as `0.169.0`
 * @throws Failure when it does not start, or does not say
 */
export async function codexVersion(codex: string, env: Environment, limit = patience): Promise<string> {
  const { stdout } = await answer(codex, ['--version'], env, limit)
  const version = /(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1]
  if (version !== undefined) return version
  throw new Failure(`${codex} does not say which version it is`, `run it: ${codex} --version`)
}

/**
 * What `codex login --help` offers.
 * @throws Failure when it does not start
 */
export async function offeredLogins(codex: string, env: Environment): Promise<LoginFlag[]> {
  const { stdout } = await answer(codex, ['login', '--help'], env)
  return loginFlags.filter((flag) => new RegExp(`^\\s*${flag}\\b`, 'm').test(stdout))
}

async function answer(
  codex: string,
  words: readonly string[],
  env: Environment,
  limit = patience,
): Promise<Ended> {
  const ended = await ask(codex, words, env, limit)
  if (ended.exitCode === 0) return ended
  const reason = ended.timedOut ? `no answer in ${limit / 1000} s` : ended.stderr.trim().split('\n').at(-1)
  throw new Failure(
    `${codex} ${words.join(' ')} failed: ${reason || `exit code ${ended.exitCode ?? 'unknown'}`}`,
    'see whether codex runs by itself',
  )
}
