import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Failure, exitCodes } from '../platform/failure.ts'

/** The environment of a process; a variable may be unset. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Finds swop's own folder: SWOP_ROOT, else `swop` in the data folder of the real home.
 * An activated shell has SWOP_ROOT; one that lost it (`env -i HOME="$HOME" sh`) has an account's home as its HOME,
 * and looking for a root inside that would make accounts within accounts (traps.md, 4).
 * @param env the environment of this process
 * @returns an absolute path, which need not exist yet
 * @throws Failure when nothing in the environment leads to one
 */
export function findRoot(env: Environment): string {
  if (env.SWOP_ROOT) {
    if (isAbsolute(env.SWOP_ROOT)) return env.SWOP_ROOT
    throw new Failure(
      `SWOP_ROOT is '${env.SWOP_ROOT}', which is not an absolute path`,
      'set SWOP_ROOT to a path that starts with /',
      exitCodes.usage,
    )
  }
  for (const folder of [env.HOME, env.XDG_DATA_HOME]) {
    const root = folder && rootAround(folder)
    if (root) return root
  }
  if (env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME)) return join(env.XDG_DATA_HOME, 'swop')
  if (env.HOME && isAbsolute(env.HOME)) return join(env.HOME, '.local', 'share', 'swop')
  throw new Failure(
    'HOME is not set, so there is no telling where the accounts are',
    'set HOME (or SWOP_ROOT) to an absolute path',
  )
}

/** Whether a path lies in an account of any root: it is no part of a real home then. */
export function isInAccount(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if (rootAround(folder)) return true
  }
  return false
}

/** The root that `<root>/accounts/<name>/<home or data>` lies in, if the folder is such a one. */
function rootAround(folder: string): string | undefined {
  const account = dirname(folder)
  if (
    !['home', 'config', 'state', 'data', 'cache'].includes(basename(folder)) ||
    basename(dirname(account)) !== 'accounts'
  )
    return undefined
  const root = dirname(dirname(account))
  return existsSync(join(root, 'config.json')) &&
    ['account.json', 'gone'].some((name) => existsSync(join(account, name)))
    ? root
    : undefined
}
