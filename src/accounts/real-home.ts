import { isAbsolute, join, resolve } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { xdgFolders, xdgNames, type XdgFolder } from './layout.ts'
import type { Environment } from './root.ts'

/** HOME, the XDG base folders and CODEX_HOME as they are with no account active; all absolute. */
export interface RealHome {
  home: string
  codexHome: string
  xdg: Record<XdgFolder, string>
}

/**
 * @param baseline the environment with no account active
 * @returns where everything that is shared lies
 * @throws Failure when HOME is missing
 */
export function realHomeOf(baseline: Environment): RealHome {
  const home = baseline.HOME
  if (!home || !isAbsolute(home)) {
    throw new Failure('HOME is not set to an absolute path', 'set HOME to your home folder and try again')
  }
  const xdg = {} as Record<XdgFolder, string>
  for (const name of xdgNames) {
    const value = baseline[xdgFolders[name].variable]
    // The XDG specification: a relative path is invalid and to be ignored.
    xdg[name] = value && isAbsolute(value) ? resolve(value) : join(home, ...xdgFolders[name].fallback)
  }
  const codexHome = baseline.CODEX_HOME
  return {
    home: resolve(home),
    codexHome: codexHome && isAbsolute(codexHome) ? resolve(codexHome) : join(home, '.codex'),
    xdg,
  }
}
