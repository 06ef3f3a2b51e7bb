import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fenced block of the README. */
export interface Block {
  language: string
  /** what a case names it by: its first line, without the comment behind */
  begins: string
  lines: readonly string[]
  /** of the opening fence, as editors count */
  line: number
  /** the headings that it stands under, from the second level on */
  headings: readonly string[]
}

/** Reads all fenced blocks of a Markdown text. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let headings: string[] = []
  let open: (Block & { lines: string[] }) | undefined
  for (const [number, line] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)/.exec(line)
    if (open && fence) {
      blocks.push({ ...open, begins: withoutComment(open.lines[0] ?? '') })
      open = undefined
    } else if (open) open.lines.push(line)
    else if (fence) open = { language: fence[1] ?? '', begins: '', lines: [], line: number + 1, headings }
    else {
      const heading = /^(##+) (.*)/.exec(line)
      if (heading) headings = [...headings.slice(0, (heading[1] ?? '').length - 2), heading[2] ?? '']
    }
  }
  if (open) throw new Error(`the block at line ${open.line} has no end`)
  return blocks
}

/** A line of shell without the comment behind it. */
export const withoutComment = (line: string) => line.replace(/\s+# .*$/, '')

export const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

/** The blocks of shell that are run by their cases. */
export const shellBlocks = blocksOf(readme).filter(({ language }) => language === 'sh')
