import { describe, expect, it } from 'vitest'
import { refreshFailureIn } from '../../src/codex/refresh-failure.ts'
import { loginTable } from '../../src/status/rows.ts'
import { loginsJson, statusJson } from '../../src/status/json.ts'
import { statusText } from '../../src/status/report.ts'
import { span } from '../../src/status/span.ts'
import { verdictsOf, type VerdictWord } from '../../src/status/verdicts.ts'
import { columns, shorten } from '../../src/ui/columns.ts'
import { painter } from '../../src/ui/paint.ts'
import { table } from '../../src/ui/table.ts'
import type { Login } from '../../src/codex/login.ts'
import type { Details, Facts } from '../../src/status/facts.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const hour = 3600_000
const ago = (hours: number) => new Date(now - hours * hour)

const login: Login = {
  kind: 'chatgpt',
  email: 'me@example.com',
  plan: 'plus',
  userId: 'user-1',
  workspaceId: 'ws-1',
  identity: 'chatgpt user-1 ws-1',
  refreshMark: 'mark-1',
  issued: ago(1),
  expires: ago(-8),
  lastRefresh: ago(1),
}

/** An account that is in order, but for what is said. */
function facts(said: Partial<Facts> = {}, of: Partial<Login> = {}): Facts {
  return {
    name: 'work',
    isAccount: true,
    active: false,
    isolation: 'overlay',
    codexHome: said.folder ?? '/root/accounts/work/home/.codex',
    auth: { state: 'login', login: { ...login, ...of }, warnings: [], changed: ago(1) },
    store: { store: 'file' },
    folder: '/root/accounts/work/home/.codex',
    ...said,
  }
}

/** All portions of the table. */
const tableOf = (all: readonly Facts[], paint = painter({}, false)) =>
  [...loginTable(all, now, paint)].join('')

const other = (of: Partial<Login>, said: Partial<Facts> = {}) =>
  facts({ name: 'client', folder: '/of-client', ...said }, of)
const absent = { auth: { state: 'absent' } } as const
const told = (why: 'expired' | 'already used' | 'revoked', hours: number) => ({
  refused: { why, when: ago(hours) },
})

interface Row {
  facts: Facts
  others?: Facts[]
  details?: Details
  words: VerdictWord[]
  /** in the message and the cure of the first */
  says?: RegExp
}

describe('a verdict', () => {
  const rows: Record<string, Row> = {
    'a login in order': { facts: facts(), words: [] },
    'an API key': {
      facts: facts({
        auth: {
          state: 'login',
          login: { kind: 'api-key', identity: 'api-key x' },
          warnings: [],
          changed: ago(9999),
        },
      }),
      words: [],
    },
    'nobody logged in': { facts: facts(absent), words: ['logged out'], says: /log in: swop login work/ },
    'nobody in the real home': {
      facts: facts({ ...absent, name: 'default', isAccount: false }),
      words: ['logged out'],
      says: /codex login/,
    },
    'renewed 8 days ago': { facts: facts({}, { lastRefresh: ago(8 * 24) }), words: [] },
    'renewed 9 days ago': {
      facts: facts({}, { lastRefresh: ago(9 * 24) }),
      words: ['stale'],
      says: /9 d ago.*swop run work -- codex/,
    },
    expired: { facts: facts({}, { expires: ago(3) }), words: ['expired'], says: /3 h ago.*codex renews it/ },
    'expired, and nothing to renew it with': {
      facts: facts({}, { expires: ago(3), refreshMark: '' }),
      words: ['expired'],
      says: /swop login work/,
    },
    refused: {
      facts: facts(told('already used', 0.5), { expires: ago(0.6) }),
      words: ['poisoned'],
      says: /already used.*30 min ago.*swop login work/,
    },
    'refused, and logged in again since': { facts: facts(told('revoked', 2)), words: [] },
    'refused, and an API key since': {
      facts: facts({
        ...told('revoked', 2),
        auth: { state: 'login', login: { kind: 'api-key', identity: 'k' }, warnings: [], changed: ago(3) },
      }),
      words: [],
    },
    'the same refresh token': {
      facts: facts(),
      others: [other({})],
      words: ['duplicated'],
      says: /same refresh token as account client.*swop login client/,
    },
    'the same refresh token as the real home': {
      facts: facts(),
      others: [other({}, { name: 'default', isAccount: false })],
      words: ['duplicated'],
      says: /same refresh token as the real home.*swop login work/,
    },
    'the same folder under another name': {
      facts: facts(),
      others: [other({}, { name: 'default', isAccount: false, folder: facts().folder })],
      words: [],
    },
    'the same user and workspace': {
      facts: facts(),
      others: [other({ refreshMark: 'mark-2' })],
      words: ['duplicated'],
      says: /same user and workspace as account client/,
    },
    'the same login in the real home, with tokens of its own': {
      facts: facts(),
      others: [other({ refreshMark: 'mark-2' }, { name: 'default', isAccount: false })],
      words: [],
    },
    'another workspace': {
      facts: facts(),
      others: [other({ refreshMark: 'mark-2', identity: 'chatgpt user-1 ws-2' })],
      words: [],
    },
    'a copy that a keyring makes useless': {
      facts: facts(),
      others: [other({}, { store: { store: 'keyring' } })],
      words: [],
    },
    'a keyring': {
      facts: facts({ ...absent, store: { store: 'keyring' } }),
      words: ['keyring'],
      says: /cli\|5dc5f763b6dbfdba.*renamed.*login status/,
    },
    'a keyring beside an auth.json': {
      facts: facts({ store: { store: 'keyring' } }, { expires: ago(3) }),
      words: ['keyring'],
      says: /not used/,
    },
    'memory only': {
      facts: facts({ ...absent, store: { store: 'ephemeral' } }),
      words: ['ephemeral'],
      says: /in memory only.*store = "file"/,
    },
    'whichever there is, and no auth.json': {
      facts: facts({ ...absent, store: { store: 'auto' } }),
      words: ['auto'],
      says: /only the keyring can have/,
    },
    'whichever there is, and an auth.json': {
      facts: facts({ store: { store: 'auto' } }, { expires: ago(3) }),
      words: ['expired', 'auto'],
    },
    'a config.toml that can not be read': {
      facts: facts({ ...absent, store: { problem: 'config.toml is not valid TOML: line 1, column 2' } }),
      words: ['config'],
      says: /not valid TOML.*repair/,
    },
    'a broken file': {
      facts: facts({ auth: { state: 'broken', reason: 'is a folder', cure: 'move it' } }),
      words: ['broken'],
      says: /auth\.json is a folder.*move it/,
    },
    'a broken file that is not used': {
      facts: facts({
        auth: { state: 'broken', reason: 'is a folder', cure: '' },
        store: { store: 'keyring' },
      }),
      words: ['keyring'],
    },
    'a loose file': {
      facts: facts({
        auth: {
          state: 'login',
          login,
          warnings: [{ message: 'is open', cure: 'chmod' }],
          changed: ago(1),
        },
      }),
      words: ['file'],
      says: /auth\.json is open.*chmod/,
    },
    'broken settings': {
      facts: facts({
        ...absent,
        store: {},
        codexHome: '',
        isolation: null,
        error: { message: 'account.json is missing', cure: 'put it back' },
      }),
      words: ['settings'],
    },
    drift: {
      facts: facts(),
      details: { drift: 1, processes: [] },
      words: ['drift'],
      says: /1 entry of its homes is.*swop sync work/,
    },
    'a home that can not be looked at': {
      facts: facts(),
      details: { driftProblem: { message: "can't read x", cure: 'look' }, processes: [] },
      words: ['drift'],
    },
  }

  it.each(Object.entries(rows))('%s', (_name, { facts: seen, others = [], details, words, says }) => {
    const all = [seen, ...others]
    const verdicts = verdictsOf(seen, all, now, details)
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(words)
    if (says) expect(`${verdicts[0]?.message} ${verdicts[0]?.cure}`).toMatch(says)
    for (const { message, cure } of verdicts) expect(message && cure).not.toBe('')
    // All of it gets into the report and into JSON.
    const options = { now, home: '/root', paint: painter({}, false) }
    const text = statusText(seen, all, details ?? { processes: [] }, options).replace(/\n +/g, ' ')
    for (const { message } of verdicts) expect(text).toContain(message)
    expect(statusJson(seen, all, now, details).warnings).toEqual(verdicts)
    expect(tableOf(all).split('\n')[1]).toMatch(
      words[0] === undefined ? / ok$/ : words[0] === 'drift' ? / ok$/ : new RegExp(` ${words[0]}`),
    )
  })
})

describe('the table of logins', () => {
  const long: Facts[] = [
    facts(
      { name: 'n'.repeat(64), active: true, folder: '/of-n' },
      { email: `${'e'.repeat(200)}@example.com` },
    ),
    facts(
      { name: '私@例え', store: { store: 'auto' }, isolation: 'codex' },
      {
        email: '長い名前の人@例え.example',
        plan: 'p'.repeat(200),
        expires: ago(3),
        lastRefresh: ago(999_999),
      },
    ),
    facts(
      { name: 'default', isAccount: false, isolation: null, folder: '/of-x' },
      { email: 'x@example.com' },
    ),
  ]

  it('fits 80 columns, a line each, with the ends of what is cut', () => {
    const text = tableOf(long)
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(80)
    expect(lines[1]).toMatch(/^\* {2}n+…n+ +e+…e*@?[a-z.]*com +plus +overlay +1 h +duplicated$/)
  })

  it('leaves what fits as it is', () => {
    expect(tableOf([facts({ active: true })])).toBe(
      '   NAME  LOGIN           PLAN  ISOLATION  RENEWED  STATE\n*  work  me@example.com  plus  overlay    1 h      ok\n',
    )
  })

  it('has a heading without a row', () => {
    expect(tableOf([])).toBe('  NAME  LOGIN  PLAN  ISOLATION  RENEWED  STATE\n')
  })

  const terminals: [Record<string, string>, boolean, boolean][] = [
    [{}, true, true],
    [{ TERM: 'xterm' }, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
  ]
  it.each(terminals)('%j, a terminal: %s', (env, terminal, coloured) => {
    const text = tableOf(long, painter(env, terminal))
    // oxlint-disable-next-line no-control-regex -- that is what a colour is
    expect(/\u001b\[/.test(text)).toBe(coloured)
    // oxlint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(tableOf(long))
  })
})

describe('many logins', () => {
  const many = Array.from({ length: 150 }, (_, index) =>
    facts(
      { name: `account-${index}`, folder: `/of-${index}` },
      { identity: `user ${index}`, refreshMark: `mark ${index}`, email: 'somebody.there@example.com' },
    ),
  )

  it('are looked at in full as their rows are printed', () => {
    const looks: number[] = []
    const watched = many.map((each, index) =>
      Object.defineProperty({ ...each }, 'refused', { get: () => void looks.push(index) }),
    )
    const portions = loginTable(watched, now, painter({}, false))
    const first = String(portions.next().value)
    expect(first.split('\n')).toHaveLength(1 + 64 + 1)
    expect(Math.max(...looks)).toBe(63)
    expect(first + [...portions].join('')).toBe(tableOf(many))
    expect(Math.max(...looks)).toBe(149)
  })

  it('have a line each under one heading, whose columns give way where a later STATE needs more', () => {
    const bad = { ...many[100]!, ...told('revoked', 0), store: { problem: 'is not TOML' } }
    const lines = tableOf(many.with(100, bad)).trimEnd().split('\n')
    expect(lines).toHaveLength(151)
    expect(lines.filter((line) => line.includes('NAME'))).toHaveLength(1)
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(80)
    expect(lines[1]).toContain('somebody.there@example.com')
    expect(lines[101]).toMatch(/ config, poisoned$/)
    expect(new Set(lines.slice(65).map((line) => line.indexOf('overlay'))).size).toBe(1)
  })

  it('have the same columns where the widest STATE is of a later portion, and nothing was refused', () => {
    const old = facts(
      { name: 'old', folder: '/of-old' },
      { identity: 'x', refreshMark: 'y', expires: ago(1), lastRefresh: ago(999) },
    )
    const lines = tableOf([...many, old])
      .trimEnd()
      .split('\n')
    expect(lines.at(-1)).toMatch(/ expired, stale$/)
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(80)
    expect(new Set(lines.slice(1).map((line) => line.indexOf('overlay'))).size).toBe(1)
  })

  it('are compared with each other, those of other portions among them', () => {
    const twin = facts({ name: 'twin', folder: '/of-twin' }, { identity: 'x', refreshMark: 'mark 1' })
    const lines = tableOf([...many.map((each, index) => ({ ...each, codexHome: `/${index}` })), twin]).split(
      '\n',
    )
    expect(lines.flatMap((line, index) => (line.endsWith(' duplicated') ? [index - 1] : []))).toEqual([
      1, 150,
    ])
  })

  it('have the active one in bold, wherever it stands', () => {
    const lines = tableOf(many.with(100, { ...many[100]!, active: true }), painter({}, true)).split('\n')
    const bold = String.fromCodePoint(27) + '[1m'
    expect(lines.flatMap((line, index) => (line.startsWith(bold) ? [index - 1] : []))).toEqual([100])
  })

  it('are asked for no more than it takes', () => {
    const asked: string[] = []
    const watched = (each: Facts) =>
      ['folder', 'refused'].reduce<Facts>(
        (seen, what) =>
          Object.defineProperty(seen, what, { get: () => void asked.push(`${what} of ${each.name}`) }),
        { ...each },
      )
    const gone = facts({ name: 'gone', codexHome: '/gone', ...absent })
    tableOf([...many.slice(0, 2), gone].map((each, index) => watched({ ...each, codexHome: `/${index}` })))
    expect([...new Set(asked)]).toEqual(['refused of account-0', 'refused of account-1'])
  })

  it.each([0, 1, 150])('%i are the same JSON as all at once', (count) => {
    const all = many.slice(0, count).map((each) => ({ ...each, codexHome: '/a\u2028b\nc' }))
    const whole = all.map((each) => statusJson(each, all, now))
    expect([...loginsJson(all, now)].join('')).toBe(`${JSON.stringify(whole, null, 2)}\n`)
  })
})

describe('texts that are cut', () => {
  it.each([
    ['short', 10, 'short'],
    ['abcdefghij', 10, 'abcdefghij'],
    ['abcdefghijk', 10, 'abc…fghijk'],
    ['漢漢漢漢漢漢', 8, '漢…漢漢'],
    ['e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301e\u0301'],
  ])('%s to %i', (text, room, wanted) => {
    expect(shorten(text, room)).toBe(wanted)
    expect(columns(shorten(text, room))).toBeLessThanOrEqual(room)
  })

  it('a table gives up its widest column first, and none below what can be read', () => {
    const rows = [['a'.repeat(30), 'b'.repeat(20), 'c'.repeat(20)]]
    expect(table(rows, { width: 60, flexible: [0, 1] }).trimEnd()).toHaveLength(60)
    expect(table(rows, { width: 10, flexible: [0, 1] }).trimEnd()).toHaveLength(8 + 2 + 8 + 2 + 20)
  })
})

it('looks at each of many logins as often as at each of a few', () => {
  const looksAtEach = (count: number) => {
    let looks = 0
    const all = Array.from({ length: count }, (_, index) => {
      const each = other({ identity: `${index}`, refreshMark: `${index}` }, { folder: `/${index}` })
      return new Proxy(each, { get: (target, name) => (looks++, Reflect.get(target, name)) })
    })
    for (const each of all) verdictsOf(each, all, now)
    return looks / count
  }
  expect(looksAtEach(500)).toBe(looksAtEach(5))
})

it.each([
  [-5, '0 min'],
  [59_000, '0 min'],
  [60_000, '1 min'],
  [hour, '1 h'],
  [47 * hour, '47 h'],
  [48 * hour, '2 d'],
])('%i ms are %s', (milliseconds, words) => {
  expect(span(milliseconds)).toBe(words)
})

describe("codex's trace of a refused refresh token", () => {
  const sentence = (why: string) =>
    `Failed to refresh token: Your access token could not be refreshed because your refresh token ${why}. Please log out and sign in again.`
  // As 0.169.0's daemon and 0.92.0's TUI write it.
  const daemon = (when: string, why: string) =>
    `\u001b[2m${when}\u001b[0m \u001b[31mERROR\u001b[0m \u001b[2mcodex_login::auth::manager\u001b[0m\u001b[2m:\u001b[0m ${sentence(why)}\n`
  const tui = (when: string, why: string) => `${when} ERROR codex_core::auth: ${sentence(why)}\n`
  const logs: [string, string, object | undefined][] = [
    ['none', '', undefined],
    [
      "the daemon's",
      daemon('2026-06-01T10:00:00.664229Z', 'was already used'),
      { why: 'already used', when: new Date('2026-06-01T10:00:00.664Z') },
    ],
    ["the TUI's", tui('2026-06-01T10:00:00.1Z', 'has expired'), { why: 'expired' }],
    [
      'the last of several',
      daemon('2026-06-01T10:00:00Z', 'was already used') + tui('2026-06-01T11:00:00Z', 'was revoked'),
      { why: 'revoked', when: new Date('2026-06-01T11:00:00Z') },
    ],
    [
      'a failure that passes',
      '2026-06-01T10:00:00Z ERROR codex_login::auth::manager: Failed to refresh token: error sending request\n',
      undefined,
    ],
    ['a line cut off in front', sentence('was revoked'), undefined],
  ]
  it.each(logs)('%s', (_name, log, wanted) => {
    const found = refreshFailureIn(log)
    if (wanted) expect(found).toMatchObject(wanted)
    else expect(found).toBeUndefined()
  })
})
