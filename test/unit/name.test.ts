import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { accountName, isAccountName } from '../../src/accounts/name.ts'
import { Failure } from '../../src/platform/failure.ts'

describe('account names', () => {
  const good = ['a', 'acctA', '_x', '9', 'me@client.example', 'a.b-c+d', 'x'.repeat(64)]
  const bad = [
    '',
    '.',
    '..',
    '-x',
    '.x',
    '@x',
    'a/b',
    '../x',
    'a b',
    'a\n',
    'é',
    'x'.repeat(65),
    'off',
    'OFF',
    'Default',
    'none',
  ]

  it.each(good)('takes %j', (name) => expect(accountName(name)).toBe(name))

  it.each(bad)('refuses %j as a usage error', (name) => {
    expect(() => accountName(name)).toThrow(Failure)
    expect(() => accountName(name)).toThrow(expect.objectContaining({ exitCode: 2 }))
  })

  it('never lets through what could leave a folder or be an option', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isAccountName(text)) expect(text).toMatch(/^[^-./\s][^/\s]*$/)
      }),
      { numRuns: 2000 },
    )
  })
})
