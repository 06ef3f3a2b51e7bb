import { lstatSync, type Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import { readLoginFile } from '../codex/auth-file.ts'
import { codexProcessesOf } from '../codex/processes.ts'
import { copyLogin, moveLogin } from '../platform/login-file.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { resolved } from '../platform/paths.ts'
import { fromHere } from '../platform/working-folder.ts'
import { codexHomes, holdersOf, type Holder } from './holders.ts'
import { processList } from './idle.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Login } from '../codex/login.ts'

/** A login that is to go into a new account. */
export interface Adoption {
  /** the file, links above it resolved */
  source: string
  how: 'move' | 'copy'
  login: Login
  /** what a person must know of it, in words */
  warnings: string[]
}

/**
 * Decides whether a login can go into a new account; changes nothing.
 * @param typed a file, absolute or in the present folder
 * @throws Failure when it is no login of the user's own, when it would be in two places, or while codex uses it
 */
export function planAdoption(
  root: string,
  real: RealHome,
  salt: string,
  { typed, copy }: { typed: string; copy: boolean },
): Adoption {
  const path = typed.startsWith('~/') ? join(real.home, typed.slice(2)) : fromHere(typed)
  const source = join(resolved(dirname(path)), basename(path))
  const login = readLogin(source, salt)
  const homes = codexHomes(root, real)
  const home = homes.find(({ codexHome }) => join(codexHome, 'auth.json') === source)
  const how = copy ? 'copy' : 'move'
  // A key, or a token that is not renewed, is as good in two places as in one.
  const renews = login.kind === 'chatgpt' || login.refreshMark !== undefined
  if (how === 'move') refuseMove(root, source, home)
  if (how === 'move' || renews) refuseHeld(login, homes, how === 'move' ? home : undefined, salt)
  return { source, how, login, warnings: warningsOf(source, how, renews, home) }
}

/** Carries it out: the last step of making an account, since everything before it can be undone. */
export function adopt({ source, how }: Adoption, codexHome: string): void {
  const target = join(codexHome, 'auth.json')
  if (how === 'move') moveLogin(source, target)
  else copyLogin(source, target)
}

/** Whether there is something that could be a login: then nothing of the account is thrown away. */
export function holdsLogin(codexHome: string): boolean {
  return lookAt(join(codexHome, 'auth.json')) !== undefined
}

function readLogin(source: string, salt: string): Login {
  const link = lookAt(source)
  if (link === undefined)
    throw new Failure(`there is no file ${source}`, 'name the auth.json of a codex home', exitCodes.usage)
  if (link.isSymbolicLink()) throw refused(source, 'is a link', 'name the file that it leads to')
  const found = readLoginFile(source, salt)
  if (found.state === 'absent') throw refused(source, 'is gone', 'try again')
  if (found.state === 'broken')
    throw refused(source, found.reason, 'name a file that codex login has written')
  if (link.uid !== process.getuid?.())
    throw refused(
      source,
      `belongs to another user (uid ${link.uid})`,
      "a login is its owner's: log in yourself",
    )
  if (link.nlink > 1) throw refused(source, 'is hard-linked', 'another name of it would keep the same login')
  return found.login
}

/** What can't be looked at is not there. */
function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

function refuseMove(root: string, source: string, home: Holder | undefined): void {
  if (home !== undefined && home.who !== 'the real home')
    throw refused(source, `is the login of ${home.who}`, 'give that another name: swop rename')
  if (`${source}/`.startsWith(`${resolved(rootLayout(root).root)}/`))
    throw refused(source, "lies in swop's own folder", 'a removed account comes back with swop restore')
  const running = codexProcessesOf(dirname(source)).filter(({ role }) => role !== 'updater')
  if (running.length > 0) {
    throw new Failure(
      `codex is running on ${dirname(source)}: ${processList(running)}`,
      'end it first: it would go on with the login; a daemon ends with: codex app-server daemon stop',
    )
  }
}

/** @param except the home that the login leaves */
function refuseHeld(login: Login, homes: readonly Holder[], except: Holder | undefined, salt: string): void {
  const [holder] = holdersOf(login, homes, salt).filter(({ codexHome }) => codexHome !== except?.codexHome)
  if (holder === undefined) return
  const hint =
    holder.who === 'the real home'
      ? `move that one: swop add <name> --from ${join(holder.codexHome, 'auth.json')}`
      : 'use that account, or log in to another one: codex login'
  throw new Failure(`${holder.who} already holds this login`, hint)
}

function warningsOf(
  source: string,
  how: 'move' | 'copy',
  renews: boolean,
  home: Holder | undefined,
): string[] {
  if (how === 'copy' && renews) {
    return [
      `the login is in two places now: when one of them renews its tokens, those of the other are revoked for good; do not use ${source} any more`,
    ]
  }
  if (how === 'copy' || home === undefined) return []
  return ['the real home is logged out now: without an account, codex asks for a login']
}

function refused(source: string, reason: string, hint: string): Failure {
  return new Failure(`${source} ${reason}`, hint)
}
