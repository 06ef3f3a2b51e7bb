import { accessSync, constants, statSync, type Stats } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { readAuthFile } from '../codex/auth-file.ts'
import { isTemporary } from '../codex/temporary.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { resolved } from '../platform/paths.ts'
import { codexHomes, holdersOf } from './holders.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Environment } from '../accounts/root.ts'

/**
 * Decides whether a folder can be an account's CODEX_HOME as it stands; changes nothing.
 * @param typed the folder, absolute
 * @returns the folder, links resolved
 * @throws Failure when it is somebody's already, overlaps what swop or the real home has, or can't be used
 */
export function planCodexFolder(
  root: string,
  real: RealHome,
  salt: string,
  typed: string,
  env: Environment,
): string {
  if (!isAbsolute(typed))
    throw new Failure(`${typed} is not an absolute path`, 'write it from / on', exitCodes.usage)
  const folder = resolved(typed)
  refuseUnusable(folder)
  const homes = codexHomes(root, real)
  for (const { who, codexHome } of homes) {
    if (overlap(folder, codexHome)) throw refused(folder, `is, holds or lies in the codex home of ${who}`)
  }
  for (const other of [root, real.home, ...Object.values(real.xdg)].map(resolved)) {
    // A codex home lies in the real home, mostly; but not the other way round.
    if (isIn(other, folder) || (other === resolved(root) && isIn(folder, other)))
      throw refused(folder, `is, holds or lies in ${other}`)
  }
  if (isTemporary(folder, env))
    throw refused(folder, 'lies under the temporary folder, where codex refuses to keep its helpers')
  const found = readAuthFile(folder, salt)
  const [holder] = found.state === 'login' ? holdersOf(found.login, homes, salt) : []
  if (holder) throw new Failure(`${holder.who} already holds the login that is in ${folder}`, 'use that one')
  return folder
}

function refuseUnusable(folder: string): void {
  const stat = lookAt(folder)
  if (stat?.isDirectory() !== true) throw refused(folder, stat ? 'is not a folder' : 'does not exist')
  if (stat.uid !== process.getuid?.()) throw refused(folder, `belongs to another user (uid ${stat.uid})`)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw refused(folder, "can't be read and written")
  }
}

/** What can't be looked at is not there. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function overlap(one: string, other: string): boolean {
  return isIn(one, other) || isIn(other, one)
}

function isIn(inner: string, outer: string): boolean {
  const way = relative(outer, inner)
  return way !== '..' && !way.startsWith('../')
}

function refused(folder: string, reason: string): Failure {
  return new Failure(`${folder} ${reason}`, 'name the folder that CODEX_HOME led to', exitCodes.usage)
}
