import { accessSync, constants, lstatSync, readFileSync, statSync, type Stats } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, isAbsolute } from 'node:path'
import { isInAccount, type Environment } from '../accounts/root.ts'
import { resolved } from '../platform/paths.ts'
import { findCommand } from '../platform/processes.ts'
import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import { zshFolder } from './zsh-folder.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { RcFile, RcPlaces } from './rc-files.ts'

/** Which shells a person has. */
export interface ShellFacts {
  installed: readonly FunctionShell[]
  /** by $SHELL and by the user database; the names of programs */
  login: readonly string[]
}

/** @param baseline the environment with no account active */
export function observeShells(baseline: Environment): ShellFacts {
  const login = [baseline.SHELL, databaseShell()].filter((path): path is string => Boolean(path))
  return {
    installed: functionShells.filter((shell) => findCommand(shell, baseline.PATH) !== undefined),
    login: [...new Set(login.map((path) => basename(path)))],
  }
}

function databaseShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined
  } catch {
    return undefined // a container's user that has no entry
  }
}

/** Where the shells look for their rc files; zsh is asked. */
export async function observePlaces(real: RealHome, baseline: Environment): Promise<RcPlaces> {
  const zsh = findCommand('zsh', baseline.PATH)
  const given = baseline.ZDOTDIR && isAbsolute(baseline.ZDOTDIR) ? baseline.ZDOTDIR : real.home
  const asked = zsh === undefined ? undefined : await zshFolder(zsh, { ...baseline, HOME: real.home })
  return {
    home: real.home,
    zsh: asked ?? given,
    config: real.xdg.config,
    platform: process.platform,
  }
}

/** An rc file as it stands, and whether it may be changed. */
export function observeRcFile(path: string): RcFile {
  const target = resolved(path)
  const entry = look(() => lstatSync(path))
  const file = { path, target, isLink: entry?.isSymbolicLink() === true, text: undefined }
  const obstacle = (reason: string, hint: string) => ({ ...file, obstacle: { reason, hint } })
  if (isInAccount(resolved(existing(target))))
    return obstacle('it lies in an account', 'run swop off, or start a new shell, and try again')
  if (entry === undefined) {
    return allowed(existing(path), constants.W_OK | constants.X_OK)
      ? file
      : obstacle('its folder can not be written to', 'check the owner and the mode of the folder')
  }
  const stats = look(() => statSync(path))
  if (stats === undefined) return obstacle('it is a link that leads to nothing', 'repair the link')
  if (!stats.isFile()) return obstacle('it is not a file', 'move it away')
  if (!allowed(target, constants.R_OK)) return obstacle('it can not be read', 'check its owner and mode')
  const text = readFileSync(target, 'latin1')
  if (stats.uid !== process.getuid?.())
    return { ...obstacle('it belongs to another user', 'run swop as the user whose shell it is'), text }
  // The mode as well: to root everything is writable, and what a home manager has generated is not to be edited.
  if (
    (stats.mode & 0o200) === 0 ||
    !allowed(target, constants.W_OK) ||
    !allowed(dirname(target), constants.W_OK)
  )
    return {
      ...obstacle('it is not writable', 'make it writable, or add the line where it is generated'),
      text,
    }
  return { ...file, text }
}

/** The folders among these that are not there. */
export function missingFolders(paths: readonly string[]): string[] {
  return paths.filter((path) => look(() => lstatSync(path)) === undefined)
}

/** The nearest folder above a path that there is. */
function existing(path: string): string {
  return path === dirname(path) || look(() => statSync(path)) ? path : existing(dirname(path))
}

function look(action: () => Stats): Stats | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

function allowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
