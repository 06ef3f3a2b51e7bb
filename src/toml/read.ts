import { parse, TomlError } from 'smol-toml'
import type { Table } from './table.ts'

/**
 * Reads TOML as data; integers that a double can't hold are bigints.
 * @throws TomlError, whose message has the text in it: it must not be printed
 */
export function readToml(text: string): Table {
  return parse(text, { integersAsBigInt: 'asNeeded' })
}

/**
 * Where a text is not valid TOML, without a word of it: keys may stand there.
 * @returns undefined when it is valid
 */
export function problemIn(text: string): string | undefined {
  try {
    readToml(text)
    return undefined
  } catch (error) {
    return error instanceof TomlError ? `line ${error.line}, column ${error.column}` : 'somewhere in it'
  }
}
