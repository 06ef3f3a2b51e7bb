import { dirname } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { afterUninstall, withBlock, withoutBlock } from './block.ts'
import type { FunctionShell } from '../shell/dialects/index.ts'
import type { ShellFacts } from './observe.ts'
import type { RcFile } from './rc-files.ts'

/** How one file should read. Texts are bytes, one a character. */
export interface Change {
  path: string
  target: string
  /** undefined: there is no file */
  before: string | undefined
  /** undefined: it goes */
  after: string | undefined
}

/** An rc file that is to get a block. */
export interface Wanted {
  shell: FunctionShell
  file: RcFile
  code: readonly string[]
}

/**
 * Which shells get the functions: those that are named, else those that are in use.
 * @param named on the command line
 * @param hasRcFile whether a shell has an rc file already
 */
export function chooseShells(
  named: readonly FunctionShell[],
  { installed, login }: ShellFacts,
  hasRcFile: (shell: FunctionShell) => boolean,
): FunctionShell[] {
  if (named.length > 0) return [...new Set(named)]
  return installed.filter((shell) => login.includes(shell) || hasRcFile(shell))
}

/**
 * What `swop setup` changes in rc files; nothing where all is as it should be.
 * @throws Failure when a file can't be changed: then none is
 */
export function planBlocks(wanted: readonly Wanted[]): Change[] {
  return wanted.flatMap(({ shell, file, code }) => {
    const other = wanted.find((each) => each.shell !== shell && each.file.target === file.target)
    if (other)
      throw new Failure(
        `${file.path} can't be set up: it is the rc file of both ${shell} and ${other.shell}`,
        `name one shell: swop setup ${shell}`,
      )
    const after = withBlock(file.text, code)
    if (typeof after === 'number') throw unbalanced(file, after)
    return changeOf(file, after, 'swop setup')
  })
}

/**
 * What `swop uninstall` changes in rc files.
 * @throws Failure when a file with a block can't be changed: then none is
 */
export function planRemoval(files: readonly RcFile[]): Change[] {
  return files.flatMap((file) => {
    const bare = withoutBlock(file.text ?? '')
    if (typeof bare === 'number') throw unbalanced(file, bare)
    // A file that was made for the block and has moved into a dotfile repository since is the repository's.
    const after = file.isLink ? bare.text : afterUninstall(bare)
    return bare.found ? changeOf(file, after, 'swop uninstall') : []
  })
}

function changeOf({ path, target, text, obstacle }: RcFile, after: string | undefined, by: string): Change[] {
  if (after === text) return []
  if (obstacle) throw new Failure(`${by} can't change ${path}: ${obstacle.reason}`, obstacle.hint)
  return [{ path, target, before: text, after }]
}

function unbalanced({ path }: RcFile, line: number): Failure {
  return new Failure(
    `${path} has half a block of swop's: the marker in line ${line} has no partner`,
    'take the markers and what belongs to swop out by hand, and try again',
  )
}

/** The folders that a file lies in, below a folder that is there in any case; outermost first. */
export function foldersAbove(path: string, within: string): string[] {
  const folder = dirname(path)
  return folder !== within && folder.startsWith(`${within}/`) ? [...foldersAbove(folder, within), folder] : []
}
