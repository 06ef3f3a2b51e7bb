import { expect, it } from 'vitest'
import { median } from '../bench/median.ts'
import { costsIn } from '../bench/loops.ts'
import { quietestOf } from '../bench/passes.ts'
import { verdictOf } from '../bench/verdict.ts'
import { markdownText } from '../bench/report/markdown.ts'
import { pictureText } from '../bench/report/picture.ts'
import type { Row } from '../bench/row.ts'

const row = (change: Partial<Row>): Row => ({
  what: '`swop use`',
  shell: 'zsh',
  cost: 200,
  unit: 'µs',
  against: { what: 'node', cost: 20_000 },
  command: 'swop use a',
  ...change,
})

it.each<[string, Partial<Row>, boolean | undefined]>([
  ['no budget', {}, undefined],
  ['as many times', { budget: { times: 0.01 } }, true],
  ['more times', { cost: 201, budget: { times: 0.01 } }, false],
  ['as fast, but with a process', { processes: 1, budget: { times: 0.01, processes: 0 } }, false],
  ['as fast, with none', { processes: 0, budget: { times: 0.01, processes: 0 } }, true],
  ['as fast, processes not counted', { budget: { times: 0.01, processes: 0 } }, false],
  ['little over it', { cost: 20_299, budget: { more: 300 } }, true],
  ['much over it', { cost: 20_300, budget: { more: 300 } }, false],
  ['under', { budget: { under: 201 } }, true],
  ['not under', { budget: { under: 200 } }, false],
  ['nothing measured', { cost: Number.NaN, budget: { times: 1 } }, false],
])('a budget holds or not: %s', (_what, change, held) => {
  expect(verdictOf(row(change)).held).toBe(held)
})

it('a median is the middle one, or between the two', () => {
  expect([median([9, 1, 2]), median([4, 1, 2, 100])]).toEqual([2, 3])
  expect(() => median([])).toThrow('nothing')
})

it('of several passes each row is the quietest one, whole, with the most processes', () => {
  const { against: _, ...alone } = row({})
  const pass = (cost: number, node: number, processes: number): Row[] => [
    row({ cost, processes, against: { what: 'node', cost: node } }),
    { ...alone, cost: processes + 3 },
  ]
  const found = quietestOf([
    pass(Number.NaN, 10_000, 0),
    // By what both took, as multiples: neither the best ratio, nor the least cost, nor the least sum.
    pass(200, 40_000, 2),
    pass(150, 35_000, 0),
    pass(250, 20_000, 1),
    pass(300, 19_000, 1),
  ])
  expect(found.map(({ cost, against, processes }) => [cost, against?.cost, processes])).toEqual([
    [250, 20_000, 2],
    [3, undefined, undefined],
  ])
})

it('of the memory of several passes it is the most', () => {
  const found = quietestOf([85, 90, 84].map((cost) => [row({ cost, unit: 'MB' })]))
  expect(found.map(({ cost }) => cost)).toEqual([90])
})

it('a loop that does nothing takes what it takes at its fastest off the others', () => {
  const lines = Array.from(
    { length: 11 },
    (_, n) => `cost empty ${n === 3 ? 1000 : 9000}\ncost use ${n < 6 ? 12_000 : 50_000}`,
  )
  expect(costsIn(lines.join('\n'), '')).toEqual({ empty: 8, use: 11 })
  expect(() => costsIn(lines.slice(1).join('\n'), 'bash')).toThrow('bash')
})

it('the table says what does not hold, under the commands that measure it', () => {
  const machine = { day: '2026-01-01', cpu: 'A', cores: 2, system: 'Linux', load: 1, versions: { swop: '1' } }
  const rows = [row({ budget: { times: 0.001 } })]
  expect(markdownText(machine, [{ part: 'use', ground: 'here', rows }])).toMatchInlineSnapshot(`
    "Measured on 2026-01-01: A, 2 cores, Linux, load 1; swop 1.

    Here:

    \`\`\`console
    npm run bench -- use
    swop use a
    \`\`\`

    |  | shell | median | ratio | budget | held |
    | --- | --- | --- | --- | --- | --- |
    | \`swop use\` | zsh | 200 µs | 1/100 of node | ≤ 1/1000 | **no** |"
  `)
})

it('the picture has a bar for each, and no sign that XML would take for its own', () => {
  const peers = { part: 'peers', ground: '', rows: [row({ what: '`a <b> & c`', shell: '' })] }
  const svg = pictureText([peers])
  expect(svg.match(/<rect /g)).toHaveLength(2)
  expect(svg).toContain('a &lt;b&gt; &amp; c')
})
