import { describe, expect, it } from 'vitest'
import { planCodexHome } from '../../src/home/codex-plan.ts'
import { describeAction } from '../../src/home/step.ts'
import { standingEntries } from '../../src/codex/share-map.ts'
import type { Entry } from '../../src/home/entry.ts'

const file: Entry = { kind: 'file', modified: 1 }
// As the snapshot says of it by its name.
const database: Entry = { ...file, database: true }
const full: Entry = { kind: 'folder', empty: false, modified: 1 }
const intoBase = (name: string): Entry => ({ kind: 'link', target: `/base/${name}`, modified: 1 })

// What every account has anyway, so that a test shows only what it is about.
const standing = standingEntries().map(({ name }): [string, Entry] => [name, intoBase(name)])
const standingFolders = standingEntries().map(({ name, as }): [string, Entry] => [
  name,
  as === 'folder' ? full : file,
])

function plan(base: Record<string, Entry>, account: Record<string, Entry>, dotenvOutranks = false) {
  return planCodexHome({
    base: {
      path: '/base',
      resolved: '/real/base',
      entries: new Map([...standingFolders, ...Object.entries(base)]),
    },
    account: { path: '/acct', entries: new Map([...standing, ...Object.entries(account)]) },
    dotenvOutranks,
  }).map(({ outcome, path, actions }) =>
    outcome === 'change' ? actions.map(describeAction).join(', ') : `${outcome} ${path}`,
  )
}

const table: [string, string[], string[]][] = [
  ['all is well', plan({}, {}), []],
  ["logins are each home's own", plan({ 'auth.json': file }, { 'auth.json': file }), []],
  [
    'a linked login is cut off',
    plan({ 'auth.json': file }, { 'auth.json': intoBase('auth.json') }),
    ['remove link /acct/auth.json'],
  ],
  [
    'a linked daemon is cut off',
    plan({}, { 'app-server-control': intoBase('app-server-control') }),
    ['remove link /acct/app-server-control'],
  ],
  [
    'also when it is linked by another way',
    plan(
      {},
      {
        'auth.json': {
          ...intoBase('auth.json'),
          target: '../x',
          end: { path: '/real/base/auth.json', isFolder: false },
        },
      },
    ),
    ['remove link /acct/auth.json'],
  ],
  [
    'a login that is a link to elsewhere is reported',
    plan({}, { 'auth.json': { ...intoBase('auth.json'), target: '/other/auth.json' } }),
    ['left /acct/auth.json'],
  ],
  [
    'an unknown entry with content on both sides is left',
    plan({ 'oauth2.txt': file, zzz: file }, { zzz: { ...file, modified: 9 } }),
    ['unknown /base/oauth2.txt', 'left /acct/zzz', 'unknown /base/zzz'],
  ],
  ['a shared folder that is a file', plan({ sessions: file }, {}), ['left /base/sessions']],
  ['an own entry is left alone', plan({}, { 'models_cache.json': file, tmp: full }), []],
  ['.env is shared', plan({ '.env': file }, {}), ['link /acct/.env -> /base/.env']],
  [
    '.env that outranks is cut off',
    plan({ '.env': file }, { '.env': intoBase('.env') }, true),
    ['remove link /acct/.env'],
  ],
  [
    'a profile is shared',
    plan({ 'x.config.toml': file }, {}),
    ['link /acct/x.config.toml -> /base/x.config.toml'],
  ],
  [
    'a new profile moves',
    plan({}, { 'x.config.toml': file }),
    ['move /acct/x.config.toml to /base/x.config.toml, link /acct/x.config.toml -> /base/x.config.toml'],
  ],
  ['a database is found by variable', plan({ 'state_5.sqlite': file }, {}), []],
  [
    'a linked database is cut off',
    plan({ 'state_5.sqlite': file }, { 'state_5.sqlite': intoBase('state_5.sqlite') }),
    ['remove link /acct/state_5.sqlite'],
  ],
  [
    'a stray database moves where there is none yet',
    plan({}, { 'state_5.sqlite': database }),
    ['move database /acct/state_5.sqlite to /base/state_5.sqlite'],
  ],
  [
    'but not while a process has it open',
    plan({}, { 'state_5.sqlite': { ...database, busy: true } }),
    ['busy /acct/state_5.sqlite'],
  ],
  [
    'another one is reported',
    plan({ 'state_5.sqlite': database }, { 'state_5.sqlite': database }),
    ['left /acct/state_5.sqlite'],
  ],
  [
    'what a killed swop left comes before everything else',
    plan({ zzz: file, '.swop-aside-0123456789ab': full }, { yyy: full }),
    ['put /base/.swop-aside-0123456789ab back'],
  ],
  [
    'an unknown entry of the base is shared and reported',
    plan({ zzz: file }, {}),
    ['link /acct/zzz -> /base/zzz', 'unknown /base/zzz'],
  ],
  ['an unknown entry of the account is its own and reported', plan({}, { zzz: file }), ['unknown /acct/zzz']],
  [
    'an unknown entry that the base no longer has',
    plan({}, { zzz: intoBase('zzz') }),
    ['remove link /acct/zzz', 'unknown /acct/zzz'],
  ],
  [
    'codex replaced a link',
    plan({}, { 'config.toml': { ...file, modified: 2 } }),
    [
      'back up /base/config.toml, move /acct/config.toml to /base/config.toml, link /acct/config.toml -> /base/config.toml',
    ],
  ],
  [
    "the sandbox's empty folder gives way",
    plan({ '.git': full }, { '.git': { ...full, empty: true } }),
    ['remove empty folder /acct/.git, link /acct/.git -> /base/.git', 'unknown /base/.git'],
  ],
]

describe('the plan for a codex home', () => {
  it.each(table)('%s', (_name, seen, expected) => expect(seen).toEqual(expected))

  it('of a new account links every standing entry, and makes the folders first', () => {
    const steps = planCodexHome({
      base: { path: '/base', resolved: '/real/base', entries: new Map() },
      account: { path: '/acct', entries: new Map() },
      dotenvOutranks: false,
    })
    expect(steps.map(({ path }) => path)).toEqual(
      standingEntries()
        .map(({ name }) => `/acct/${name}`)
        .sort(),
    )
    const sessions = steps.find(({ path }) => path === '/acct/sessions')
    expect(sessions?.actions.map(describeAction)).toEqual([
      'make folder /base/sessions',
      'link /acct/sessions -> /base/sessions',
    ])
  })
})
