import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addedHistory } from '../../src/home/histories.ts'

const mergedHistory = (real: string, account: string) => real + addedHistory(real, account)

describe('histories', () => {
  const table: [string, string, string, string][] = [
    ['the same', 'a\nb\n', 'a\nb\n', 'a\nb\n'],
    ['one went on', 'a\n', 'a\nb\n', 'a\nb\n'],
    ['both went on', 'a\nx\n', 'a\ny\n', 'a\nx\ny\n'],
    ['the same command again', 'a\n', 'a\na\n', 'a\na\n'],
    ['nothing real yet', '', 'a\n', 'a\n'],
    ['no newline at the end', 'a', 'b', 'a\nb\n'],
    [
      'zsh: a command of several lines',
      ': 1:0;x\n',
      ': 1:0;x\n: 2:0;for\\\ni\n',
      ': 1:0;x\n: 2:0;for\\\ni\n',
    ],
    ['bash: a time stamp goes with its command', '#1\na\n', '#1\na\n#2\na\n', '#1\na\n#2\na\n'],
  ]
  it.each(table)('%s', (_name, real, account, merged) => expect(mergedHistory(real, account)).toBe(merged))

  it('lose nothing, keep the real one as it is, and merge once', () => {
    const line = fc.stringMatching(/^[a-c#0-9\\: ]{0,5}$/)
    const whole = (text: string) => !/(\\|^#\d+)\n$/m.test(text) // its last command is not cut off
    const history = fc
      .array(line)
      .map((lines) => lines.map((each) => `${each}\n`).join(''))
      .filter(whole)
    fc.assert(
      fc.property(history, history, (real, account) => {
        const merged = mergedHistory(real, account)
        expect(merged.startsWith(real)).toBe(true)
        expect(mergedHistory(merged, account)).toBe(merged)
        const lines = new Set(merged.split('\n'))
        for (const each of account.split('\n')) expect(lines).toContain(each)
      }),
      { numRuns: 1000 },
    )
  })
})
