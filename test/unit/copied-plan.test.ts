import { describe, expect, it } from 'vitest'
import { planCopied, type CopiedSnapshot } from '../../src/home/copied-plan.ts'
import { describeAction, type Action } from '../../src/home/step.ts'
import type { Share } from '../../src/accounts/settings.ts'
import type { Table } from '../../src/toml/table.ts'

const block = (...lines: string[]) =>
  ["# >>> swop: this account's own settings; `swop config` changes them", ...lines, '# <<< swop', ''].join(
    '\n',
  )
const own = block('#| m = 1', 'm = 2')
const alone = block('m = 2')

interface Case {
  text?: string
  link?: string
  obstacle?: string
  baseText?: string
  baseObstacle?: string
  lastText?: string
  newer?: boolean
  share?: Share
  overrides?: Table
  name?: string
}

function plan({ share = 'copied', overrides = { m: 2 }, name = 'config.toml', ...copy }: Case) {
  const snapshot: CopiedSnapshot = {
    name,
    path: '/acct/c',
    base: '/base/c',
    last: '/last/c',
    text: undefined,
    baseText: undefined,
    lastText: undefined,
    newer: true,
    ...copy,
  }
  return planCopied(snapshot, { share, overrides, account: 'work' })
}

/** What is written, and what is said of it. */
function words(given: Case): string[] {
  const step = plan(given)
  if (step === undefined) return []
  if (step.outcome === 'left') return [`left ${step.path}: ${step.why}`]
  const texts = (action: Action) =>
    action.do === 'write'
      ? `${action.path} = ${action.text.replace(/# [<>]{3} swop.*\n/g, '§')}`
      : describeAction(action)
  return [...step.actions.map(texts), ...(step.notice ? [step.notice.replace(/;.*/, '')] : [])]
}

const table: [string, Case, string[]][] = [
  ['a link to elsewhere', { baseText: 'm = 1\n', link: '/dots/config.toml' }, ['back up /acct/c']],
  [
    'it is shared again, after an edit, and the base file is broken',
    { share: 'shared', baseText: 'm = = 1\n', text: `${own}n = 1\n`, lastText: own, overrides: {} },
    ['left /base/c: it is not valid TOML: line 1, column 5'],
  ],
  ['nothing anywhere', { overrides: {} }, []],
  ['all is well', { baseText: 'm = 1\n', text: own, lastText: own }, []],
  [
    'a new account',
    { baseText: 'm = 1\n' },
    ['/acct/c = §#| m = 1\nm = 2\n§', '/last/c = §#| m = 1\nm = 2\n§'],
  ],
  [
    'it was shared',
    { baseText: 'm = 1\n', link: '/base/c' },
    ['remove link /acct/c', '/acct/c = §#| m = 1\nm = 2\n§', '/last/c = §#| m = 1\nm = 2\n§'],
  ],
  [
    'the base file has changed',
    { baseText: 'm = 3\n', text: own, lastText: own },
    ['/acct/c = §#| m = 3\nm = 2\n§', '/last/c = §#| m = 3\nm = 2\n§'],
  ],
  [
    'the settings have changed',
    { baseText: 'm = 1\n', text: own, lastText: own, overrides: {} },
    ['/acct/c = m = 1\n', '/last/c = m = 1\n'],
  ],
  [
    'it was killed before it had noted the copy',
    { baseText: 'm = 1\n', text: own, lastText: 'm = 1\n' },
    ['/last/c = §#| m = 1\nm = 2\n§'],
  ],
  [
    'the base file is gone, the block stays',
    { text: own, lastText: own },
    ['/acct/c = §m = 2\n§', '/last/c = §m = 2\n§'],
  ],
  ['and is well then', { text: alone, lastText: alone }, []],
  [
    'the base file is gone, and there is no block',
    { text: 'm = 1\n', lastText: 'm = 1\n', overrides: {} },
    ['back up /acct/c', 'back up /last/c'],
  ],
  ['it was killed in that', { lastText: 'm = 1\n', overrides: {} }, ['back up /last/c']],
  [
    'codex has written outside of the block',
    { baseText: 'm = 1\n', text: `${own}n = 1 # c\n`, lastText: own },
    [
      '/base/c = m = 1\nn = 1 # c\n',
      '/acct/c = §#| m = 1\nm = 2\n§n = 1 # c\n',
      '/last/c = §#| m = 1\nm = 2\n§n = 1 # c\n',
    ],
  ],
  [
    'that was carried, and killed before it was noted',
    { baseText: 'm = 1\nn = 1 # c\n', text: `${own}n = 1 # c\n`, lastText: own },
    ['/last/c = §#| m = 1\nm = 2\n§n = 1 # c\n'],
  ],
  [
    'codex has written into the block',
    { baseText: 'm = 1\n', text: own.replace('m = 2\n', 'm = 2\nn = 1\n'), lastText: own },
    [
      '/base/c = m = 1\nn = 1\n',
      '/acct/c = §#| m = 1\nm = 2\n§n = 1\n',
      '/last/c = §#| m = 1\nm = 2\n§n = 1\n',
    ],
  ],
  [
    'an own setting was edited',
    { baseText: 'm = 1\n', text: own.replace('m = 2\n', 'm = 9\n'), lastText: own },
    [
      'back up /acct/c',
      '/acct/c = §#| m = 1\nm = 2\n§',
      '/last/c = §#| m = 1\nm = 2\n§',
      "m of config.toml is work's own setting, and was edited in the copy",
    ],
  ],
  [
    'both have changed, in two places',
    { baseText: 'm = 1\nb = 2\n', text: `${own}b = 1\nn = 1\n`, lastText: `${own}b = 1\n` },
    [
      '/base/c = m = 1\nb = 2\nn = 1\n',
      '/acct/c = §#| m = 1\nm = 2\n§b = 2\nn = 1\n',
      '/last/c = §#| m = 1\nm = 2\n§b = 2\nn = 1\n',
    ],
  ],
  [
    'both have changed, in the same place',
    { baseText: 'm = 1\nb = 2\n', text: `${own}b = 3\n`, lastText: `${own}b = 1\n` },
    [
      'back up /acct/c',
      '/acct/c = §#| m = 1\nm = 2\n§b = 2\n',
      '/last/c = §#| m = 1\nm = 2\n§b = 2\n',
      'b was changed in /acct/c and in /base/c',
    ],
  ],
  [
    'codex has written, and the base file is gone',
    { text: `${own}n = 1\n`, lastText: own },
    ['/base/c = n = 1\n', '/acct/c = n = 1\n§m = 2\n§', '/last/c = n = 1\n§m = 2\n§'],
  ],
  [
    'the account had a file of its own',
    { baseText: 'm = 1\n', text: 'mine = 1\n' },
    ['back up /acct/c', '/acct/c = §#| m = 1\nm = 2\n§', '/last/c = §#| m = 1\nm = 2\n§'],
  ],
  ['and only the account', { text: 'mine = 1\n' }, ['move /acct/c to /base/c']],
  [
    'the base file is broken',
    { baseText: 'm = 1\nx = = 2\n', text: own, lastText: own },
    ['left /base/c: it is not valid TOML: line 2, column 5; work keeps its last good copy'],
  ],
  [
    'the copy is broken',
    { baseText: 'm = 1\n', text: 'x = = 2\n', lastText: own },
    ['left /acct/c: it is not valid TOML: line 1, column 5'],
  ],
  ['a folder in the base home', { baseObstacle: 'it is no file' }, ['left /base/c: it is no file']],
  [
    'a folder in the account',
    { obstacle: 'a folder' },
    ['left /acct/c: a folder, where a copy of /base/c should be'],
  ],
  [
    'it is shared again',
    { share: 'shared', baseText: 'm = 1\n', text: own, lastText: own },
    ['back up /acct/c', 'back up /last/c'],
  ],
  [
    'it is shared again, after an edit: the block does not get into the base file',
    { share: 'shared', baseText: 'm = 1\n', text: `${own}n = 1\n`, lastText: own, overrides: {} },
    ['/base/c = m = 1\nn = 1\n', 'back up /acct/c', 'back up /last/c'],
  ],
  [
    "it is the account's own now",
    { share: 'own', baseText: 'm = 1\n', text: own, lastText: own },
    ['back up /last/c'],
  ],
  ['it never was copied', { share: 'shared', baseText: 'm = 1\n', link: '/base/c' }, []],
  [
    'a text file',
    { name: 'AGENTS.md', baseText: 'm', link: '/base/c' },
    ['remove link /acct/c', '/acct/c = m', '/last/c = m'],
  ],
  [
    'a text file of its own, which is newer',
    { name: 'AGENTS.md', text: 'mine', baseText: 'm' },
    ['back up /acct/c', '/acct/c = m', '/last/c = m'],
  ],
  ['a text file of its own, the same', { name: 'AGENTS.md', text: 'm', baseText: 'm' }, ['/last/c = m']],
  [
    'a text file that is gone',
    { name: 'AGENTS.md', text: 'm', lastText: 'm' },
    ['back up /acct/c', 'back up /last/c'],
  ],
  [
    'a text file that was edited in the account',
    { name: 'AGENTS.md', text: 'n', lastText: 'm', baseText: 'm' },
    ['/base/c = n', '/acct/c = n', '/last/c = n'],
  ],
]

describe('the plan for a copied entry', () => {
  it.each(table)('%s', (_name, given, expected) => expect(words(given)).toEqual(expected))

  it('writes over what it has read, and over nothing else', () => {
    const given = { baseText: 'm = 1\n', text: `${own}n = 1\n`, lastText: own }
    const writes = plan(given)?.actions.flatMap((action) => (action.do === 'write' ? [action] : []))
    expect(writes?.map(({ path, over }) => [path, over])).toEqual([
      ['/base/c', given.baseText],
      ['/acct/c', given.text],
      ['/last/c', undefined],
    ])
  })
})
