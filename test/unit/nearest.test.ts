import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, nearest } from '../../src/accounts/nearest.ts'

describe('the nearest word', () => {
  const accounts = ['work', 'private', 'client-a', 'me@client.example', 'x']
  it.each([
    ['wrok', 'work'],
    ['WORK', 'work'],
    ['wor', 'work'],
    ['workk', 'work'],
    ['pirvat', 'private'],
    ['client-b', 'client-a'],
    ['me@client.exampel', 'me@client.example'],
    ['y', undefined],
    ['play', undefined],
    ['', undefined],
  ])('to %j is %j', (typed, meant) => expect(nearest(typed, accounts)).toBe(meant))

  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
  ])('%j and %j are %i apart', (one, other, steps) => expect(distance(one, other)).toBe(steps))

  it('is as far there as back, and no further than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        const steps = distance(one, other)
        expect(steps).toBe(distance(other, one))
        expect(steps).toBeLessThanOrEqual(Math.max(one.length, other.length))
        expect(steps === 0).toBe(one === other)
      }),
    )
  })
})
