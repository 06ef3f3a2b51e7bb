import { statSync, type Stats } from 'node:fs'
import { generatedFormat } from './format.ts'

/**
 * What tells whether an account is in order without reading a folder: times against two stamps.
 * Tried before: comparing entry by entry costs up to 1 ms in bash and 6 ms in fish (traps.md, "Cost, measured").
 */
export interface DriftTest {
  format: number
  isolation: string
  outputsStamp: string
  /** Its settings, its folder, and folders in it: the reconcile gives them the stamp's time, so that any other means a change. */
  outputs: string[]
  /** Files that shells source: they have the same time, so that a shell that knows their content need not read them. */
  texts: string[]
  inputsStamp: string
  /** Files and folders that were read: none is newer than this stamp. */
  inputs: string[]
  /** Files that were there: one that is gone has no time. */
  present: string[]
  /** Files that were not there, where no folder's time would tell. */
  absent: string[]
  /** A path that is a folder only if all folders are there that links of the account lead to as a whole: see home/linked.ts. */
  links: string[]
  /** Links to shared folders: codex fails on one that leads nowhere. */
  folders: string[]
  /** The same folders in as few paths as possible, each of which is a folder only if all folders on it are. */
  walks: string[]
  /** The names of those that the first of the walks goes through: in the base codex home they are no links. */
  plain: string[]
}

/** The same test as in templates/drift.*, for `swop env`. Imports nothing, since bin.ts does not. */
export function isInOrder(test: DriftTest): boolean {
  const time = (path: string) => look(path)?.mtimeMs
  const written = time(test.outputsStamp)
  const read = time(test.inputsStamp)
  return (
    test.format === generatedFormat &&
    written !== undefined &&
    read !== undefined &&
    test.outputs.every((path) => time(path) === written) &&
    test.inputs.every((path) => (time(path) ?? 0) <= read) &&
    test.present.every((path) => look(path) !== undefined) &&
    test.absent.every((path) => look(path) === undefined) &&
    [...test.links, ...test.walks].every((path) => look(path)?.isDirectory() === true)
  )
}

/** What can't be looked at is not there: `swop sync` says why. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/**
 * Tests of many folders in one look: the kernel goes from each folder to the next through `..`, so that the whole path is
 * one only if all of them are. A look at each costs a shell 2 µs.
 * @param above the folder that they are in
 * @param names those that are no links: the `..` of a link's end is somewhere else
 */
export function walkThrough(above: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${above}/${names.join('/../')}`]
}

/**
 * The same for folders at any depth below one, back to which it leads after each.
 * @param folders none is a link
 */
export function walkAround(above: string, folders: readonly string[]): string {
  const ways = folders.map((folder) => {
    const down = folder.slice(above.length + 1).split('/')
    return [...down, ...down.map(() => '..')].join('/')
  })
  return [above, ...ways].join('/')
}
