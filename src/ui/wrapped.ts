import { columns } from './columns.ts'

/**
 * Breaks a text into lines between words; a word that is longer than a line, such as a path, stays whole.
 * @param indent what the second line and those after it start with
 */
export function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
