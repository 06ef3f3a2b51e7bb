import { isDeepStrictEqual } from 'node:util'
import { changed, withoutOverrides } from './overlay.ts'
import { problemIn, readToml } from './read.ts'
import {
  changesBetween,
  leaves,
  merged,
  overlaps,
  pruned,
  valueAt,
  without,
  withValue,
  type KeyPath,
  type Table,
} from './table.ts'

/** What an edit of the copy means for the base file. */
export interface Carried {
  /** the base file's new text */
  base: string
  /** what was edited, but is an override */
  own: KeyPath[]
  /** what was edited, and in the base file as well, in another way */
  lost: KeyPath[]
}

/**
 * Carries an edit of a copy to the base file. With the base file as it was, all that stands outside of the blocks goes
 * back as it is written, comments included; else, or where codex has written into a block, key by key.
 * @param texts valid TOML: what swop last wrote as the copy, the copy now, and the base file now
 */
export function carriedBack({ last, edited, base }: Record<'last' | 'edited' | 'base', string>): Carried {
  const lastBase = withoutOverrides(last)
  // A text that is none of swop's: then nothing in it was an override.
  const [before, from, to] = [problemIn(lastBase) ? last : lastBase, last, edited].map(readToml) as [
    Table,
    Table,
    Table,
  ]
  const overrides = changesBetween(before, from).set
  const whole = withoutOverrides(edited)
  if (
    base === lastBase &&
    !problemIn(whole) &&
    isDeepStrictEqual(pruned(merged(readToml(whole), overrides)), pruned(to))
  )
    return { base: whole, own: [], lost: [] }

  const { set, unset } = changesBetween(from, to)
  const now = readToml(base)
  const carried: Carried = { base, own: [], lost: [] }
  const taken: { set: Table; unset: KeyPath[] } = { set: {}, unset: [] }
  for (const path of [...leaves(set), ...unset]) {
    const [present, value] = [valueAt(now, path), valueAt(to, path)]
    if (leaves(overrides).some((own) => overlaps(own, path))) carried.own.push(path)
    else if (isDeepStrictEqual(present, value)) continue
    else if (!isDeepStrictEqual(present, valueAt(before, path))) carried.lost.push(path)
    else if (value === undefined) taken.unset.push(path)
    else taken.set = merged(taken.set, withValue(path, value))
  }
  const result = changed(base, taken)
  // An empty table says nothing to codex, and comes and goes with what is in it.
  const isRight =
    !problemIn(result) && isDeepStrictEqual(pruned(readToml(result)), pruned(applied(now, taken)))
  return isRight ? { ...carried, base: result } : { base, own: carried.own, lost: [...leaves(set), ...unset] }
}

function applied(table: Table, { set, unset }: { set: Table; unset: readonly KeyPath[] }): Table {
  return merged(unset.reduce(without, table), set)
}
