import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../codex/versions')
const readme = join(import.meta.dirname, '../../README.md')

/** What `npm run test:versions` has written of one version of codex. */
interface Examined {
  version: string
  apart: { ok: boolean; runs: number }
  traced: { ok: boolean; findings: string[] }
  since: { version: string; new: string[]; gone: string[]; changed: Record<string, [string, string]> } | null
}

const parts = (version: string) => version.split('.').map(Number)
const examined = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Examined)
  .sort(({ version: one }, { version: other }) =>
    parts(one).reduce((found, part, index) => found || part - (parts(other)[index] ?? 0), 0),
  )

/** In words; what SQLite keeps beside a database says nothing that the database does not. */
function listed(names: readonly string[]): string {
  const told = names.filter((name) => !/\.sqlite-(wal|shm|journal)$/.test(name)).map((name) => `\`${name}\``)
  return told.join(', ') || '–'
}

/** Entries that are written beside their place and renamed now, or no longer: what a link there does not survive. */
function rewritten({ changed }: NonNullable<Examined['since']>): string {
  const renames = (actions: string) => actions.split(' ').includes('rename')
  const isFolder = (actions: string) => actions.split(' ').includes('make')
  const names = Object.entries(changed).filter(
    ([, [from, to]]) => renames(from) !== renames(to) && !isFolder(to),
  )
  return listed(names.map(([name]) => name))
}

function row({ version, apart, traced, since }: Examined): string {
  const cells = [
    version,
    apart.ok ? `yes, in ${apart.runs} runs` : 'no',
    traced.ok ? 'yes' : `no: ${traced.findings.length}`,
    ...(since ? [listed(since.new), listed(since.gone), rewritten(since)] : ['', '', '']),
  ]
  return `| ${cells.join(' | ')} |`
}

// UPDATE_README=1 writes it anew.
it('shows what many versions of codex did, as it was measured', () => {
  const head = [
    'codex',
    'accounts apart',
    'all writes known',
    'new',
    'gone',
    'renamed into place, or no longer',
  ]
  const lines = [head.join(' | '), head.map(() => '---').join(' | ')].map((line) => `| ${line} |`)
  const rows = [...lines, ...examined.map(row)].map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  const text = rows
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!, cell === '---' ? '-' : ' ')))
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('')
  const now = readFileSync(readme, 'utf8')
  const block = /(<!-- generated: versions -->\n\n)[^]*?(\n<!-- \/generated -->)/
  expect(now).toMatch(block)
  const wanted = now.replace(block, (_all, before: string, after: string) => before + text + after)
  if (process.env.UPDATE_README) writeFileSync(readme, wanted)
  else expect(now).toBe(wanted)
})

it('has at least ten versions, from 0.92.0 on, that keep accounts apart and hold no surprise', () => {
  expect(examined.length).toBeGreaterThanOrEqual(10)
  expect([examined[0]?.version, examined.at(-1)?.version]).toEqual(['0.92.0', '0.169.0'])
  for (const { version, apart, traced } of examined) {
    expect([version, apart.ok, traced.findings]).toEqual([version, true, []])
  }
})
