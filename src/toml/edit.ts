import { expressionsAt, outlineOf, type Expression, type Pair } from './outline.ts'
import {
  isTable,
  merged,
  overlaps,
  valueAt,
  without,
  type Changes,
  type KeyPath,
  type Table,
} from './table.ts'
import { readToml } from './read.ts'
import { keyText, valueText } from './text.ts'

/** What is to happen to the lines of a text; the places are line numbers from 0. */
export interface Edits {
  /** expressions that go, in favour of these lines (which may be none) */
  replaced: { old: Expression; lines: string[] }[]
  /** new lines by the line that they follow; -1 for the top */
  after: Map<number, string[]>
  /** new tables, for the end of the text */
  end: Map<string, string[]>
}

/**
 * Finds what has to be written where, so that a text says what it should, and is valid TOML: the keys of the root stand
 * before the first table, no table is opened twice, and none that dotted keys or braces make is opened at all.
 * @param text valid TOML
 */
export function planEdits(text: string, { set, unset }: Changes): Edits {
  const outline = outlineOf(text)
  const data = readToml(text)
  const edits: Edits = { replaced: [], after: new Map(), end: new Map() }
  const wanted = merged(unset.reduce(without, data), set)
  const rewritten = new Set<Pair>()
  for (const path of unset) {
    const around = outline.pairs.find((pair) => pair.path.length < path.length && overlaps(pair.path, path))
    if (around) rewritten.add(around)
    else for (const old of expressionsAt(outline, path)) edits.replaced.push({ old, lines: [] })
  }
  setTable([], set)
  for (const pair of rewritten) {
    const value = valueText(valueAt(wanted, pair.path))
    edits.replaced.push({ old: pair, lines: [`${pair.key} = ${value}`] })
  }
  return edits

  function setTable(above: KeyPath, table: Table): void {
    for (const [key, value] of Object.entries(table)) setValue([...above, key], value)
  }

  function setValue(path: KeyPath, value: unknown): void {
    const pair = outline.pairs.find((each) => samePath(each.path, path))
    if (pair) return void rewritten.add(pair)
    const there = expressionsAt(outline, path)
    const isArray = Array.isArray(valueAt(data, path))
    if (there.length > 0 && isTable(value) && !isArray) return setTable(path, value)
    for (const old of there) edits.replaced.push({ old, lines: [] })
    add(path, value)
  }

  /** Adds what the text does not have; the table that it goes into is there, or there is none. */
  function add(path: KeyPath, value: unknown): void {
    const table = path.slice(0, -1)
    const section = outline.sections.find((each) => samePath(each.path, table))
    const dotted = outline.dotted.find((each) => samePath(each.path, table))
    // A table of dotted keys can be continued only where these stand.
    if (dotted)
      return put(edits.after, dotted.section.line, pairsOf(path.slice(dotted.section.path.length), value))
    if (isTable(value)) return addTable(path, value)
    if (section) return put(edits.after, section.line, pairsOf(path.slice(-1), value))
    put(edits.end, headerOf(table), pairsOf(path.slice(-1), value))
  }

  function addTable(path: KeyPath, table: Table): void {
    const values = Object.entries(table).filter(([, value]) => !isTable(value))
    const tables = Object.entries(table).filter(([, value]) => isTable(value))
    const pairs = values.flatMap(([key, value]) => pairsOf([key], value))
    if (pairs.length > 0 || tables.length === 0) put(edits.end, headerOf(path), pairs)
    for (const [key, value] of tables) addTable([...path, key], value as Table)
  }
}

/** The lines that set a value: a table becomes dotted keys. */
function pairsOf(path: KeyPath, value: unknown): string[] {
  if (!isTable(value) || Object.keys(value).length === 0) return [`${keyText(path)} = ${valueText(value)}`]
  return Object.entries(value).flatMap(([key, inner]) => pairsOf([...path, key], inner))
}

function headerOf(path: KeyPath): string {
  return `[${keyText(path)}]`
}

function put<Key>(places: Map<Key, string[]>, place: Key, lines: string[]): void {
  places.set(place, [...(places.get(place) ?? []), ...lines])
}

function samePath(one: KeyPath, other: KeyPath): boolean {
  return one.length === other.length && one.every((key, n) => other[n] === key)
}
