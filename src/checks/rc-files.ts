import { basename, join } from 'node:path'
import { userInfo } from 'node:os'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import type { Environment } from '../accounts/root.ts'
import type { RealHome } from '../accounts/real-home.ts'

/** A file that a shell reads when it starts. */
export interface RcFile {
  path: string
  /** whether an interactive shell of the kind reads it, login shell or not */
  isRight: boolean
  /** how often it loads swop's functions */
  loads: number
  /** whether a marker of swop's block has no partner */
  isCut: boolean
}

/**
 * The files in which swop's functions may be loaded, for each shell; those that are not there are left out.
 * @param zsh zsh's folder of rc files
 */
export function rcFiles(real: RealHome, zsh: string): Record<FunctionShell, RcFile[]> {
  const fish = join(real.xdg.config, 'fish')
  return {
    bash: [
      ...read(real.home, ['.bashrc'], true),
      ...read(real.home, ['.bash_profile', '.bash_login', '.profile'], false),
    ],
    zsh: [...read(zsh, ['.zshrc'], true), ...read(zsh, ['.zshenv', '.zprofile', '.zlogin'], false)],
    fish: [...read(fish, ['config.fish', 'conf.d/swop.fish'], true)],
  }
}

/** The shell that a terminal starts for this person, if it is one with functions. */
export function loginShell(env: Environment): FunctionShell | undefined {
  const name = basename(env.SHELL || userInfo().shell || '')
  return functionShells.find((shell) => shell === name)
}

// The block of `swop setup`, or the line that people put there by hand.
const opening = /^# >>> swop >>>/
const closing = /^# <<< swop <<</
const line = /^[^#\n]*(\bswop init (bash|zsh|fish)\b|\/shell\/init\.(bash|zsh|fish)\b)/

/** Pure: how often a text loads the functions, and whether a block in it is whole. */
export function loadsIn(text: string): Pick<RcFile, 'loads' | 'isCut'> {
  const lines = text.split('\n')
  let open = 0
  let isCut = false
  for (const each of lines) {
    if (opening.test(each)) open += 1
    if (closing.test(each)) open -= 1
    if (open < 0 || open > 1) isCut = true
  }
  return { loads: lines.filter((each) => line.test(each)).length, isCut: isCut || open !== 0 }
}

function read(folder: string, names: readonly string[], isRight: boolean): RcFile[] {
  return names.flatMap((name) => {
    const path = join(folder, name)
    const text = textOf(path)
    return text === undefined ? [] : [{ path, isRight, ...loadsIn(text) }]
  })
}

/** One that can't be read is not read by the shell either. */
function textOf(path: string): string | undefined {
  try {
    return readText(path)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
