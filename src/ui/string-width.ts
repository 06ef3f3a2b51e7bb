import { stripVTControlCharacters } from 'node:util'
import { columns } from './columns.ts'

/** Stands in for the package of this name, which yargs lays out its help with (.dev/build.mjs): how wide a text is. */
export default function stringWidth(text: string): number {
  return columns(stripVTControlCharacters(text))
}
