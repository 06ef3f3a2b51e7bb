import { describe, expect, it } from 'vitest'
import { choices } from '../../src/status/choices.ts'
import { fitting } from '../../src/ui/pick.ts'
import { shortUsage } from '../../src/usage/short.ts'
import type { Facts } from '../../src/status/facts.ts'
import type { Remembered } from '../../src/usage/cache.ts'

const account = (name: string, active = false): Facts => ({
  name,
  isAccount: true,
  active,
  isolation: 'overlay',
  codexHome: `/accounts/${name}`,
  auth: { state: 'absent' },
  store: { store: 'file' },
  folder: '',
})
const all = choices(
  [account('client'), account('me@x.example', true), account('work')],
  new Map([['work', '58% left\n(week)']]),
)

describe('what there is to choose from', () => {
  it('is a line each, the active one marked', () => {
    expect(all).toEqual([
      { value: 'client', line: '   client        -' },
      { value: 'me@x.example', line: '*  me@x.example  -' },
      { value: 'work', line: '   work          -    58% left?(week)' },
    ])
  })

  it('fits a terminal', () => {
    const long = 'x'.repeat(64)
    const lines = choices([account(long)], new Map([[long, '100% left (week, 23 h ago)']])).map(
      ({ line }) => line,
    )
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76)
  })

  it.each([
    ['', ['client', 'me@x.example', 'work']],
    ['WO', ['work']],
    ['  ', ['client', 'me@x.example', 'work']],
    ['e x', ['me@x.example']],
    ['week 58', ['work']],
    ['zz', []],
  ])('typing %j leaves %j', (typed, left) => {
    expect(fitting(all, typed).map(({ value }) => value)).toEqual(left)
  })
})

describe('usage in short', () => {
  const now = 1_000_000_000
  const known = (...windows: [number, number | null, number | null][]): Remembered => ({
    askedAt: now - 180_000,
    usage: {
      state: 'known',
      email: null,
      plan: null,
      credits: null,
      windows: windows.map(([usedPercent, minutes, resetsAt]) => ({ usedPercent, minutes, resetsAt })),
    },
  })
  it.each([
    ['no answer', undefined, ''],
    ['no limits', { askedAt: now, usage: { state: 'no-limits' as const, reason: 'API key' } }, ''],
    ['no window', known(), ''],
    ['the one with least left', known([10, 300, null], [40, 10_080, null]), '60% left (week, 3 min ago)'],
    [
      'not one that has reset since',
      known([90, 300, now - 1], [40, 10_080, now + 1]),
      '60% left (week, 3 min ago)',
    ],
  ])('%s', (_name, answer, words) => expect(shortUsage(answer, now)).toBe(words))
})
