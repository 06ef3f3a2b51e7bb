import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { misuse } from '../../src/ui/misuse.ts'
import { Sandbox } from '../support/sandbox.ts'

const box = new Sandbox()
beforeAll(async () => void (await box.ok('add', 'a')))
afterAll(() => box.remove())

describe('what is typed wrongly', () => {
  const rows: [string, string][] = [
    ['add', 'something is missing; it is: swop add <name>; '],
    ['add b --copy', '--copy needs --from; '],
    ['add b --from x --login', '--from and --login exclude each other; '],
    ['env a --shell', '--shell needs a value; '],
    ['env a --shell csh', '"csh" is none of "sh", "bash", "zsh", "fish"; '],
    ['init tcsh', '"tcsh" is none of "bash", "zsh", "fish"; '],
    ['list --nope', 'unknown argument: --nope; '],
    ['list --nope=1 -x', 'unknown arguments: --nope, -x; '],
    ['list b', 'unknown argument: b; '],
    ['login', 'something is missing; it is: swop login <name>; '],
  ]
  it.each(rows)('swop %s', async (typed, says) => {
    const words = typed.split(' ')
    const { code, stdout, stderr } = await box.swop(words)
    expect([code, stdout]).toEqual([2, words[0] === 'env' ? 'false;\n' : ''])
    expect(stderr).toMatch(/^swop: [^\n]*; see 'swop [a-z]+ --help'\n$/)
    expect(stderr).toContain(`swop: ${says}`)
  })

  it('is named as it was typed, or as yargs says it', () => {
    expect(misuse('Unknown argument: n', ['-n'])).toBe('unknown argument: -n')
    expect(misuse('Unknown arguments: n, m', ['--n=1', 'm'])).toBe('unknown arguments: --n, m')
    expect(misuse('Implications failed:\n a -> b\n c -> d', [])).toBe('--a needs --b --c needs --d')
    expect(misuse('Something else:\n  in two lines.', [])).toBe('Something else: in two lines')
  })
})
