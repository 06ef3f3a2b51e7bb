import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { modes, observe, type Mode, type Neighbour } from '../support/neighbour.ts'
import { git } from './git.ts'
import { histories } from './histories.ts'
import { programs } from './programs.ts'
import { savers } from './savers.ts'
import { shells } from './shells.ts'

const neighbours = [...git, ...programs, ...savers, ...shells, ...histories]
const results = new Map<Neighbour, Record<Mode, string>>()

describe.concurrent.each(neighbours)('$tool: $what', (neighbour) => {
  it('is the same with and without an account', async () => {
    const seen = {} as Record<Mode, string>
    for (const mode of modes) {
      // oxlint-disable-next-line no-await-in-loop -- as many at once as there are neighbours is enough
      seen[mode] = await observe(neighbour, mode)
    }
    const { sees, strict = 'its own' } = neighbour
    const same = (mode: Mode) => (seen[mode] === sees ? 'same' : 'its own')
    results.set(neighbour, {
      without: seen.without === sees ? 'yes' : 'no',
      overlay: same('overlay'),
      codex: same('codex'),
      strict: same('strict'),
    })
    expect(seen).toMatchObject({ without: sees, overlay: sees, codex: sees })
    expect([same('strict'), seen.strict]).toEqual([strict, seen.strict])
  })
})

// UPDATE_README=1 writes it anew.
it('the README has the table of these results', async () => {
  expect(results.size).toBe(neighbours.length)
  const path = join(import.meta.dirname, '../../README.md')
  const rows = neighbours.map((each) => {
    const result = results.get(each)
    return `| ${[each.tool, each.what, ...modes.map((mode) => result?.[mode])].join(' | ')} |`
  })
  const heading = `| program | what is the same | ${modes.join(' | ')} |\n| - | - |${' - |'.repeat(modes.length)}`
  const config = await resolveConfig(path)
  const table = await format([heading, ...rows].join('\n'), { ...config, parser: 'markdown' })
  const block = /(<!-- generated: neighbours -->\n)[^]*?(<!-- \/generated -->)/
  const readme = readFileSync(path, 'utf8')
  expect(readme).toMatch(block)
  const wanted = readme.replace(
    block,
    (_all, before: string, after: string) => `${before}\n${table}\n${after}`,
  )
  if (process.env.UPDATE_README) writeFileSync(path, wanted)
  else expect(readme).toBe(wanted)
})
