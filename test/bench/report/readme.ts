import { execFileSync } from 'node:child_process'
import fs from 'fs-extra'
import { markdownText } from './markdown.ts'
import { pictureText } from './picture.ts'
import type { Machine } from '../machine.ts'
import type { Section } from '../row.ts'

const picture = '.pictures/bench.svg'

/** Writes the picture, and the table into the README, between its markers. */
export function writeReadme({ machine, sections }: { machine: Machine; sections: readonly Section[] }): void {
  fs.outputFileSync(picture, pictureText(sections))
  const readme = fs.readFileSync('README.md', 'utf8')
  const block = /(<!-- generated: bench -->\n)[^]*?(\n<!-- \/generated -->)/
  if (!block.test(readme)) throw new Error('README.md has no place for it: <!-- generated: bench -->')
  const text = `\n![How long it takes](${picture})\n\n${markdownText(machine, sections)}\n`
  fs.writeFileSync(
    'README.md',
    readme.replace(block, (_all, start: string, end: string) => start + text + end),
  )
  execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', 'README.md'], { stdio: 'inherit' })
}
