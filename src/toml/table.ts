import { isDeepStrictEqual } from 'node:util'

/** A TOML table as data: of a parsed file, or of a setting. */
export type Table = { readonly [key: string]: unknown }

/** The keys that lead to a value, from the outermost table. */
export type KeyPath = readonly string[]

/** What turns one table into another; values of `set` count whole, but for tables, which are merged. */
export interface Changes {
  set: Table
  unset: readonly KeyPath[]
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** One table over another: what both have as a table is merged, and else the upper one counts. */
export function merged(lower: Table, upper: Table): Table {
  const result = new Map(Object.entries(lower))
  for (const [key, value] of Object.entries(upper)) {
    const below = result.get(key)
    result.set(key, isTable(value) ? merged(isTable(below) ? below : {}, value) : value)
  }
  return Object.fromEntries(result)
}

/** A table without a value. */
export function without(table: Table, [key, ...rest]: KeyPath): Table {
  if (key === undefined || !Object.hasOwn(table, key)) return table
  const inner = table[key]
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, value]) => {
      if (name !== key) return [[name, value]]
      return rest.length > 0 ? [[name, isTable(inner) ? without(inner, rest) : inner]] : []
    }),
  )
}

/** A table without the tables in which there is nothing: to codex they say nothing. */
export function pruned(table: Table): Table {
  return Object.fromEntries(
    Object.entries(table).flatMap(([key, value]) => {
      const inner = isTable(value) ? pruned(value) : value
      return isTable(inner) && Object.keys(inner).length === 0 ? [] : [[key, inner]]
    }),
  )
}

/** The value at the end of a path; undefined when there is none. */
export function valueAt(table: Table, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    table,
  )
}

/** A table with one value set. */
export function withValue(path: KeyPath, value: unknown): Table {
  return path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value) as Table
}

/** The paths of everything that a table sets: values, and tables with nothing in them. */
export function leaves(table: Table, above: KeyPath = []): KeyPath[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isTable(value) && Object.keys(value).length > 0 ? leaves(value, [...above, key]) : [[...above, key]],
  )
}

/** What has to be done to the one table to get the other. */
export function changesBetween(before: Table, after: Table): Changes {
  const set: [string, unknown][] = []
  const unset: KeyPath[] = Object.keys(before)
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => [key])
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    if (isDeepStrictEqual(old, value)) continue
    if (isTable(old) && isTable(value)) {
      const inner = changesBetween(old, value)
      if (Object.keys(inner.set).length > 0) set.push([key, inner.set])
      unset.push(...inner.unset.map((path) => [key, ...path]))
    } else set.push([key, value])
  }
  return { set: Object.fromEntries(set), unset }
}

/** Whether two paths speak of the same value, or one of something in the other. */
export function overlaps(one: KeyPath, other: KeyPath): boolean {
  return one.every((key, n) => n >= other.length || other[n] === key)
}
