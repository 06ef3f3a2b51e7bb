import { describe, expect, it } from 'vitest'
import { withAccount } from '../../src/direnv/envrc.ts'

describe('the line in an .envrc', () => {
  const table: [string, string | undefined, string][] = [
    ['no file', undefined, 'use swop B\n'],
    ['an empty one', '', 'use swop B\n'],
    ['others before', 'export X=1\n', 'export X=1\nuse swop B\n'],
    ['no newline at its end', 'export X=1', 'export X=1\nuse swop B\n'],
    ['another account', 'a\nuse swop A\nb\n', 'a\nuse swop B\nb\n'],
    ['the same account', 'use swop B\n', 'use swop B\n'],
    ['indented, with blanks behind', '  use  swop   A  \n', '  use  swop   B  \n'],
    ['twice', 'use swop A\nx\nuse swop C\n', 'use swop B\nx\nuse swop B\n'],
    [
      'in both branches',
      'if x; then\n  use swop A\nelse\n  use swop C\nfi\n',
      'if x; then\n  use swop B\nelse\n  use swop B\nfi\n',
    ],
    ['a remark behind it', 'use swop A # mine\n', 'use swop B # mine\n'],
    ['a remark, and no name', 'use swop # mine\n', 'use swop B # mine\n'],
    ['more behind it', 'use swop A; export X=1\n', 'use swop B; export X=1\n'],
    ['a name in quotes', 'use swop "A"\n', 'use swop B\n'],
    ['in a comment', '# use swop A\n', '# use swop A\nuse swop B\n'],
    ['something that only begins like it', 'use swopper A\n', 'use swopper A\nuse swop B\n'],
    ['DOS line ends', 'a\r\nuse swop A\r\nb\r\n', 'a\r\nuse swop B\r\nb\r\n'],
  ]
  it.each(table)('%s', (_name, text, wanted) => {
    expect(withAccount(text, 'B')).toBe(wanted)
    expect(withAccount(wanted, 'B')).toBe(wanted)
  })
})
