import { getStaticTOMLValue, parseTOML, type AST } from 'toml-eslint-parser'
import { overlaps, type KeyPath } from './table.ts'

/** A header or a key with its value: the lines that it takes (first and last, from 0), and what it speaks of. */
export interface Expression {
  first: number
  last: number
  /** from the root; for everything in an array of tables: the array's */
  path: KeyPath
}

/** A key with its value. */
export interface Pair extends Expression {
  /** the key as it is written */
  key: string
}

/** `[header]` and the pairs below it; the first one, with no header, is the root. */
export interface Section {
  path: KeyPath
  /** the line that new pairs can follow: the header's, or that of the root's last pair (-1: it has none) */
  line: number
}

/** Where everything stands in a TOML text. */
export interface Outline {
  expressions: readonly Expression[]
  pairs: readonly Pair[]
  sections: readonly Section[]
  /** tables that dotted keys make, and the section that these stand in */
  dotted: readonly { path: KeyPath; section: Section }[]
}

/**
 * Finds where everything stands.
 * @param text valid TOML
 */
export function outlineOf(text: string): Outline {
  const [{ body }] = parseTOML(text, { tomlVersion: '1.1' }).body
  const root: Section = { path: [], line: -1 }
  const expressions: Expression[] = []
  const pairs: Pair[] = []
  const sections = [root]
  const dotted: { path: KeyPath; section: Section }[] = []
  const addPair = (node: AST.TOMLKeyValue, section: Section) => {
    const keys = getStaticTOMLValue(node.key)
    const pair: Pair = {
      ...linesOf(node),
      path: [...section.path, ...keys],
      key: text.slice(...node.key.range),
    }
    pairs.push(pair)
    expressions.push(pair)
    keys.slice(1).forEach((_, n) => {
      dotted.push({ path: [...section.path, ...keys.slice(0, n + 1)], section })
    })
  }
  for (const node of body) {
    if (node.type === 'TOMLKeyValue') {
      addPair(node, root)
      root.line = linesOf(node).last
    } else {
      const array = node.resolvedKey.findIndex((key) => typeof key === 'number')
      const path = node.resolvedKey.slice(0, array === -1 ? undefined : array).map(String)
      const line = node.key.loc.start.line - 1
      expressions.push({ first: line, last: line, path })
      if (array === -1) {
        const section = { path, line }
        sections.push(section)
        for (const pair of node.body) addPair(pair, section)
      } else expressions.push(...node.body.map((pair) => ({ ...linesOf(pair), path })))
    }
  }
  return { expressions, pairs, sections, dotted }
}

function linesOf(node: AST.TOMLKeyValue): { first: number; last: number } {
  return { first: node.loc.start.line - 1, last: node.loc.end.line - 1 }
}

/** What has to go so that nothing is at a path: all that stands in it, or below it. */
export function expressionsAt({ expressions }: Outline, path: KeyPath): Expression[] {
  return expressions.filter((each) => each.path.length >= path.length && overlaps(path, each.path))
}
