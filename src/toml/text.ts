import { isTable, type KeyPath } from './table.ts'

/** Keys as TOML writes them, quoted where they have to be. */
export function keyText(path: KeyPath): string {
  return path.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : stringText(key))).join('.')
}

/**
 * The keys of a dotted key.
 * @returns undefined when it is none
 */
export function keysOf(text: string): string[] | undefined {
  const keys: string[] = []
  const part = /\s*(?:([A-Za-z0-9_-]+)|"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(\.|$)/y
  for (let more = true; more;) {
    const match = part.exec(text)
    if (match === null) return undefined
    const [, bare, basic, literal, end] = match
    const key = bare ?? literal ?? unescaped(basic ?? '')
    if (key === undefined) return undefined
    keys.push(key)
    more = end === '.'
  }
  return keys
}

function unescaped(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string // TOML has these escapes, and \U and \e, which nobody uses in a key
  } catch {
    return undefined
  }
}

/**
 * A value on one line.
 * @param value of JSON, or as smol-toml reads one
 */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return stringText(value)
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'nan'
    return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf'
  }
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  if (value instanceof Date) return value.toISOString()
  if (!isTable(value)) return String(value)
  const pairs = Object.entries(value).map(([key, inner]) => `${keyText([key])} = ${valueText(inner)}`)
  return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}'
}

/** JSON's escapes are TOML's, but TOML wants DEL escaped, too. */
function stringText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', String.raw`\u007f`)
}
