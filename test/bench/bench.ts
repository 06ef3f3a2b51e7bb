import fs from 'fs-extra'
import { removeGrounds } from './ground.ts'
import { machine } from './machine.ts'
import { parts } from './parts.ts'
import { passes, quietestOf } from './passes.ts'
import { terminalText } from './report/terminal.ts'
import { verdictOf } from './verdict.ts'
import { writeReadme } from './report/readme.ts'
import type { Prepared, Row, Section } from './row.ts'

// npm run bench -- [part…] [--json FILE] [--readme]
const words = process.argv.slice(2)
const readme = words.includes('--readme')
const at = words.indexOf('--json')
const file = at === -1 ? undefined : words[at + 1]
const asked = words.filter((word, index) => !word.startsWith('--') && (at === -1 || index !== at + 1))
const unknown = [
  ...asked.filter((name) => !parts.some((part) => part.name === name)),
  ...words.filter((word) => word.startsWith('--') && !['--readme', '--json'].includes(word)),
]
if (unknown.length > 0 || (at !== -1 && file === undefined)) {
  console.error(
    `bench: ${unknown.join(', ') || '--json'}? The parts are: ${parts.map(({ name }) => name).join(', ')};`,
  )
  console.error('options: --json FILE, --readme (all parts, into README.md and .pictures/bench.svg)')
  process.exit(2)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeGrounds()
    process.exit(130)
  })
}

const chosen = parts.filter(({ name, long }) => (asked.length > 0 ? asked.includes(name) : readme || !long))
const where = machine()
if (where.load > where.cores)
  console.error(
    `bench: load ${where.load} on ${where.cores} cores: others use this machine, and all is slower than it is`,
  )
const sections = await measured().finally(removeGrounds)
for (const section of sections) console.log(terminalText(section))
const report = { machine: where, sections }
if (file !== undefined) fs.writeJsonSync(file, withVerdicts(report), { spaces: 2 })
if (readme) writeReadme(report)
process.exitCode = sections.some(({ rows }) => rows.some((row) => verdictOf(row).held === false)) ? 1 : 0

// oxlint-disable no-await-in-loop -- two at once would measure each other
async function measured(): Promise<Section[]> {
  const all: (Prepared & { part: string; rows: Row[][] })[] = []
  for (const { name, prepare } of chosen) {
    progress(`${name}, making what is measured`)
    all.push({ ...(await prepare()), part: name, rows: [] })
  }
  for (let pass = 1; pass <= passes; pass++) {
    for (const { part, measure, rows } of all) {
      progress(`${part}, ${pass} of ${passes}`)
      rows.push(await measure())
    }
  }
  progress('')
  return all.map(({ part, ground, rows }) => ({ part, ground, rows: quietestOf(rows) }))
}
// oxlint-enable no-await-in-loop

function progress(what: string): void {
  process.stderr.write(`${what}\u001B[K\r`)
}

function withVerdicts({ machine: on, sections: all }: typeof report): object {
  const judged = all.map(({ rows, ...section }) => ({
    ...section,
    rows: rows.map((row) => ({ ...row, held: verdictOf(row).held ?? null })),
  }))
  return { machine: on, sections: judged }
}
