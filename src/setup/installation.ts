import { join } from 'node:path'
import { shellFile, xdgNames } from '../accounts/layout.ts'
import { standingEntries } from '../codex/share-map.ts'
import { isLibrary, libraryPath, libraryText } from '../direnv/library.ts'
import { findCommand } from '../platform/processes.ts'
import { functionShells, quotes, type FunctionShell } from '../shell/dialects/index.ts'
import { withoutBlock } from './block.ts'
import { missingFolders, observePlaces, observeRcFile, observeShells } from './observe.ts'
import { chooseShells, foldersAbove, planBlocks, type Change } from './plan.ts'
import { rcCode } from './rc-code.ts'
import { candidates, rcFilesOf, type RcFile, type RcPlaces } from './rc-files.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Environment } from '../accounts/root.ts'
import type { Record } from './record.ts'

/** What `swop setup` is going to do. */
export interface Setup {
  shells: FunctionShell[]
  changes: Change[]
  /** rc files that load swop by a line that somebody wrote by hand */
  byHand: string[]
  record: Record
  /** what is not done, and why */
  notes: string[]
}

/** A line outside of the block that loads the functions. */
const loads = /^[^#\n]*(?:\bswop init (?:bash|zsh|fish)\b|\/shell\/init\.(?:bash|zsh|fish)\b)/m

/**
 * Looks at a person's shells, and plans.
 * @param named shells, on the command line
 * @param baseline the environment with no account active
 * @throws Failure when a file can't be changed
 */
export async function planSetup(
  root: string,
  real: RealHome,
  named: readonly FunctionShell[],
  baseline: Environment,
): Promise<Setup> {
  const places = await observePlaces(real, baseline)
  const filesOf = new Map(functionShells.map((shell) => [shell, observed(places, shell)]))
  const hasRcFile = (shell: FunctionShell) => filesOf.get(shell)?.[0]?.text !== undefined
  const shells = chooseShells(named, observeShells(baseline), hasRcFile)
  const optedOut = baseline.PROFILE === '/dev/null'
  const wanted = shells.flatMap((shell) =>
    rcFilesOf(places, shell, filesOf.get(shell) ?? []).map((file) => ({
      shell,
      file,
      code: rcCode(root, shell),
    })),
  )
  const notes = optedOut
    ? shells.flatMap((shell) => [
        `PROFILE is /dev/null, so ${shell}'s rc file stays as it is; the line for it:`,
        `  ${rcCode(root, shell)[1]}`,
      ])
    : []
  const library = libraryChange(root, real, baseline)
  if (typeof library === 'string') notes.push(library)
  const changes = [...(optedOut ? [] : planBlocks(wanted)), ...(typeof library === 'object' ? [library] : [])]
  const byHand = optedOut
    ? []
    : wanted.filter(({ file }) => loads.test(outside(file))).map(({ file }) => file.path)
  const record = {
    files: changes.map(({ path }) => path),
    folders: missingFolders(foldersOf(root, real, changes)),
  }
  return { shells, changes, byHand, record, notes }
}

/** The rc files that a shell may have. */
export function observed(places: RcPlaces, shell: FunctionShell): RcFile[] {
  return candidates(places, shell).map(observeRcFile)
}

function outside({ text = '' }: RcFile): string {
  const bare = withoutBlock(text)
  return typeof bare === 'number' ? '' : bare.text
}

/** direnv's library, if direnv is there: the change, or why there is none. */
function libraryChange(root: string, real: RealHome, { PATH }: Environment): Change | string | undefined {
  if (findCommand('direnv', PATH) === undefined) return undefined
  const { path, target, text, obstacle } = observeRcFile(libraryPath(real))
  if (text !== undefined && !isLibrary(utf8(text)))
    return `direnv does not get to know swop: ${path} is not swop's`
  const after = bytes(libraryText(quotes.bash(shellFile(root, 'direnv', 'bash'))))
  if (obstacle) return `direnv does not get to know swop: ${path}: ${obstacle.reason}; ${obstacle.hint}`
  return after === text ? undefined : { path, target, before: text, after }
}

/** Every folder that swop makes outside of its own, if it is not there. */
function foldersOf(root: string, real: RealHome, changes: readonly Change[]): string[] {
  const shared = standingEntries().filter(({ as }) => as === 'folder')
  const inside = [
    ...changes.map(({ path }) => path),
    root,
    ...xdgNames.map((name) => join(real.xdg[name], 'direnv', 'any')),
    ...shared.map(({ name }) => join(real.codexHome, name, 'any')),
  ]
  return [...new Set(inside.flatMap((path) => foldersAbove(path, real.home)))]
}

/** A text as bytes, one a character, and back. */
export const bytes = (text: string): string => Buffer.from(text).toString('latin1')
export const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString()
