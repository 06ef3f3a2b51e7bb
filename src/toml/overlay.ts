import { planEdits } from './edit.ts'
import type { Changes, Table } from './table.ts'

// A block holds what an account says for itself, and what it says that instead of: the base file's own lines, as
// comments. All lines outside of blocks are the base file's, byte for byte.
const opening = "# >>> swop: this account's own settings; `swop config` changes them"
const closing = '# <<< swop'
const instead = '#| '

/**
 * A base text with overrides over it, each in a block between markers. Without overrides it is the base text.
 * @param text valid TOML
 * @returns valid TOML that says what both say, merged
 */
export function withOverrides(text: string, overrides: Table): string {
  return written(text, { set: overrides, unset: [] }, (old, lines) => [
    opening,
    ...old.map((line) => instead + line),
    ...lines,
    closing,
  ])
}

/** The base text of what `withOverrides` made, with whatever has been written outside of the blocks since. */
export function withoutOverrides(text: string): string {
  let inside = false
  const [mark, bare] = withoutMark(text)
  const lines = bare.split('\n').flatMap((line) => {
    if (line === opening || line === closing) {
      inside = line === opening
      return []
    }
    if (!inside) return [line]
    return line.startsWith(instead) ? [line.slice(instead.length)] : []
  })
  return mark + lines.join('\n')
}

/**
 * A text with changes in it, and no trace of swop; comments and all that does not change are kept byte for byte.
 * @param text valid TOML
 */
export function changed(text: string, changes: Changes): string {
  const result = written(text, changes, (old, lines) =>
    old.length === 0 && lines[0]?.startsWith('[') ? ['', ...lines] : lines,
  )
  return result.endsWith('\r') ? `${result}\n` : result // of a CRLF whose next line is gone
}

/** @param block what takes the place of old lines (if any) and brings new ones */
function written(
  whole: string,
  changes: Changes,
  block: (old: string[], lines: string[]) => string[],
): string {
  const [mark, text] = withoutMark(whole)
  const { replaced, after, end } = planEdits(text, changes)
  const lines = text.split('\n')
  const sorted = [...replaced].sort((a, b) => a.old.first - b.old.first)
  const result: string[] = []
  let at = 0
  const add = (place: number) => {
    const fresh = after.get(place)
    if (fresh) result.push(...block([], fresh))
  }
  add(-1)
  while (at < lines.length) {
    const [old, fresh]: [string[], string[]] = [[], []]
    const from = at
    // Neighbours that go make one block.
    for (let next = sorted[0]; next?.old.first === at; next = sorted[0]) {
      old.push(...lines.slice(at, next.old.last + 1))
      fresh.push(...next.lines)
      at = next.old.last + 1
      sorted.shift()
    }
    if (old.length > 0) {
      result.push(...block(old, fresh))
      for (let line = from; line < at; line++) add(line)
    } else {
      result.push(lines[at] ?? '')
      add(at++)
    }
  }
  const tables = [...end].flatMap(([header, pairs], n) => [...(n > 0 ? [''] : []), header, ...pairs])
  if (tables.length > 0) {
    const last = result.at(-1) === '' ? result.pop() : undefined
    result.push(...block([], tables), ...(last === undefined ? [] : [last]))
  }
  return mark + result.join('\n')
}

/** Some editors begin a file with a byte order mark. */
function withoutMark(text: string): [mark: string, text: string] {
  return text.startsWith('\uFEFF') ? ['\uFEFF', text.slice(1)] : ['', text]
}
