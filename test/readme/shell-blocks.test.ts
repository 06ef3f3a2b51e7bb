import { expect, it } from 'vitest'
import { shellBlocks as blocks, withoutComment } from './blocks.ts'
import { front } from './front.ts'
import { reference } from './reference.ts'
import { runnable, substitutions } from './substitutions.ts'

const cases = [...front, ...reference]

it('every block of sh is run, and every case is of a block', () => {
  expect(blocks.map(({ begins }) => begins).sort()).toEqual(cases.map(({ begins }) => begins).sort())
})

it('nothing is replaced that could be run, and each replacement is needed', () => {
  const lines = blocks.flatMap((block) => block.lines.map(withoutComment))
  const used = lines.flatMap((line) => runnable(line).substitution ?? [])
  expect(new Set(used)).toEqual(new Set(substitutions))
  // Raise it with a reason only: what is replaced is not proved here.
  expect([used.length, lines.length]).toEqual([26, 101])
})

// An interactive zsh takes no comments, unless told to: what newcomers paste has none.
it.each(['Thirty seconds', 'Recipes'])('%s can be pasted into zsh', (heading) => {
  const there = blocks.filter(({ headings }) => headings.includes(heading))
  expect(there.length).toBeGreaterThan(2)
  for (const { lines } of there) for (const line of lines) expect(withoutComment(line)).toBe(line)
})
