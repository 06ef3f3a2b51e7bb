import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { best } from '../../src/usage/best.ts'
import { remember, remembered } from '../../src/usage/cache.ts'
import { linesOf } from '../../src/usage/rows.ts'
import { usageOf, type KnownUsage, type Usage, type Window } from '../../src/usage/usage.ts'
import { ageWords, resetWords, windowName } from '../../src/usage/words.ts'
import { Sandbox } from '../support/sandbox.ts'
import type { Heard } from '../../src/codex/app-server.ts'
import type { Report } from '../../src/usage/report.ts'

process.env.TZ = 'UTC'
const now = Date.UTC(2026, 10, 21, 12, 0) // a Saturday
const minute = 60_000
const hour = 60 * minute

const window = (
  usedPercent: number,
  resetsIn: number | null = hour,
  minutes: number | null = 300,
): Window => ({
  usedPercent,
  minutes,
  resetsAt: resetsIn === null ? null : now + resetsIn,
})
const known = (...windows: Window[]): KnownUsage => ({
  state: 'known',
  email: null,
  plan: 'plus',
  windows,
  credits: null,
})
const report = (account: string, usage: Usage, more: Partial<Report> = {}): Report => ({
  account,
  usage,
  askedAt: now,
  ...more,
})

describe('what codex said', () => {
  const done = { ending: { why: 'done' } } as const
  const account = (login: object | null, requiresOpenaiAuth = true) =>
    ({ account: { result: { account: login, requiresOpenaiAuth } } }) as Pick<Heard, 'account'>
  const limits = { limits: { result: { primary: { usedPercent: 41.6 }, planType: 'pro' } } } as const
  const error = (code: number, message: string) => ({ error: { code, message } })
  const noLimits = { limits: error(-32600, 'chatgpt authentication required to read rate limits') }
  const failed = (text: string | RegExp) => ({
    state: 'failed',
    message: expect.stringMatching(text),
    hint: expect.any(String),
  })
  const get = 'failed to fetch codex rate limits: GET http://x/wham/usage failed'

  it.each<[string, Heard, object]>([
    [
      'limits, and who it is',
      { ...done, ...account({ type: 'chatgpt', email: 'a@b', planType: 'plus' }), ...limits },
      {
        state: 'known',
        email: 'a@b',
        plan: 'plus',
        windows: [{ usedPercent: 42, minutes: null, resetsAt: null }],
      },
    ],
    [
      'limits only: 0.169 asks another server who it is',
      { ...done, account: error(-32603, 'workspace routing discovery failed'), ...limits },
      { state: 'known', email: null, plan: 'pro', credits: null },
    ],
    ['limits, in time; the account not', { ending: { why: 'timeout' }, ...limits }, { state: 'known' }],
    [
      'an API key',
      { ...done, ...account({ type: 'apiKey' }), ...noLimits },
      { state: 'no-limits', reason: 'API key: no limits to show' },
    ],
    ['nobody', { ...done, ...account(null), ...noLimits }, { state: 'logged-out' }],
    [
      'nobody, in time; the limits not',
      { ending: { why: 'timeout' }, ...account(null) },
      { state: 'logged-out' },
    ],
    [
      'a provider without this login',
      { ...done, ...account(null, false), ...noLimits },
      { state: 'no-limits' },
    ],
    [
      'a login of another kind',
      { ...done, ...account({ type: 'amazonBedrock' }), ...noLimits },
      { state: 'no-limits', reason: /^amazonBedrock/ },
    ],
    ['nothing in time', { ending: { why: 'timeout' } }, failed(/^no answer within 2.5 s$/)],
    ['nothing', { ending: { why: 'ended', exitCode: 2 } }, failed(/exit code 2/)],
    ['no program', { ending: { why: 'not-started', code: 'EACCES' } }, failed(/EACCES/)],
    [
      'a refused login',
      { ...done, limits: error(-32603, `${get}: 401 Unauthorized; body=secret`) },
      failed(/no longer takes this login/),
    ],
    [
      'a login that can not be refreshed',
      {
        ...done,
        limits: error(-32603, 'Your access token could not be refreshed. Please log out and sign in again.'),
      },
      failed(/no longer takes this login/),
    ],
    [
      'a server in trouble',
      { ...done, limits: error(-32603, `${get}: 503 Service Unavailable; body=secret`) },
      failed(/^the server answered with 503$/),
    ],
    [
      'no network',
      { ...done, limits: error(-32603, 'error sending request for url (http://secret)') },
      failed(/could not reach/),
    ],
    [
      'another protocol',
      { ...done, limits: error(-32600, 'Invalid request: unknown variant `account/rateLimits/read`') },
      failed(/another way/),
    ],
    [
      'anything else',
      { ...done, limits: error(-32000, 'secret') },
      failed(/^codex could not say \(error -32000\)$/),
    ],
  ])('%s', (_name, heard, wanted) => {
    const usage = usageOf(heard, 2500)
    const { reason, ...rest } = wanted as { reason?: string | RegExp }
    expect(usage).toMatchObject(rest)
    if (reason) expect(usage).toHaveProperty('reason', expect.stringMatching(reason))
    expect(JSON.stringify(usage)).not.toContain('secret')
  })

  it('takes no more of a server than a word that a terminal does not obey', () => {
    const odd = { primary: { usedPercent: 180 }, planType: `\x1b[31m${'p'.repeat(99)}` }
    expect(usageOf({ ...done, limits: { result: odd } }, 1)).toMatchObject({
      plan: `?[31m${'p'.repeat(15)}`,
      windows: [{ usedPercent: 100 }],
    })
  })
})

describe('words', () => {
  it.each([
    [300, '5 h'],
    [10_080, 'week'],
    [1440, 'day'],
    [43_200, '30 days'],
    [90, '90 min'],
    [null, 'limit'],
  ])('a window of %s minutes is called %s', (minutes, name) => {
    expect(windowName(window(0, null, minutes))).toBe(name)
  })

  it.each([
    [null, ''],
    [0, 'has reset since'],
    [-hour, 'has reset since'],
    [1, 'resets in 1 min'],
    [45 * minute, 'resets in 45 min'],
    [2 * hour, 'resets in 2 h'],
    [2 * hour + 10 * minute, 'resets in 2 h 10 min'],
    [23 * hour + 59 * minute, 'resets in 23 h 59 min'],
    [24 * hour, 'resets Sun 12:00'],
    [74 * hour + 5 * minute, 'resets Tue 14:05'],
    [7 * 24 * hour, 'resets 28 Nov 12:00'],
  ])('%s ms ahead: %s', (ahead, words) => {
    expect(resetWords(window(0, ahead), now)).toBe(words)
  })

  it.each([
    [0, 'now'],
    [35_000, '35 s ago'],
    [4 * minute, '4 min ago'],
    [3 * hour, '3 h ago'],
    [25 * hour, '1 day ago'],
    [60 * hour, '2 days ago'],
  ])('an answer of %s ms before is of %s', (age, words) => {
    expect(ageWords(age)).toBe(words)
  })
})

describe('rows', () => {
  it('show what is left, and the age of each answer', () => {
    const failure = { message: 'no answer within 10 s', hint: 'try again' }
    const reports = [
      report(
        'work',
        { ...known(window(0), window(99, 100 * hour, 10_080)), credits: '12.5' },
        { askedAt: now - 35_000 },
      ),
      report('old', known(window(100, -hour)), { askedAt: now - 3 * hour, failure }),
      report('empty', known()),
      report('api', { state: 'no-limits', reason: 'API key: no limits to show' }),
      report('default', { state: 'logged-out' }),
    ]
    expect(linesOf(reports, now, (_mood, text) => text)).toEqual([
      'work     plus, 35 s ago',
      '  5 h   ████████████████████ 100% left  resets in 1 h',
      '  week  █░░░░░░░░░░░░░░░░░░░   1% left  resets Wed 16:00',
      '  credits: 12.5',
      'old      plus, 3 h ago',
      '  no answer within 10 s; try again',
      '  5 h   ░░░░░░░░░░░░░░░░░░░░   0% left  has reset since',
      'empty    plus, no limits told, now',
      'api      API key: no limits to show',
      'default  logged out; log in: codex login',
    ])
  })

  it('fit 80 columns with the longest name', () => {
    const name = 'n'.repeat(64)
    const usages: Usage[] = [
      known(window(50, 23 * hour + 59 * minute, 43_200)),
      { state: 'logged-out' },
      usageOf({ ending: { why: 'timeout' } }, 600_000),
      usageOf({ ending: { why: 'ended', exitCode: 101 } }, 1),
    ]
    const lines = linesOf(
      usages.map((usage) => report(name, usage)),
      now,
      (_mood, text) => text,
    )
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  it('keep their columns when they are painted', () => {
    const reports = [report('a', known(window(95))), report('long', { state: 'logged-out' })]
    const painted = linesOf(reports, now, (mood, text) => `<${mood}>${text}</>`)
    expect(painted[0]).toBe('<name>a   </>  plus, now')
    expect(painted[1]).toContain('<out>█</><quiet>')
    expect(painted.map((line) => line.replaceAll(/<[^>]*>/g, ''))).toEqual(
      linesOf(reports, now, (_mood, text) => text),
    )
  })
})

describe('the best account', () => {
  const choose = (...reports: Report[]) => best(reports, now)?.account
  const api = report('api', { state: 'no-limits', reason: 'API key' })
  const failure = { message: 'no answer', hint: 'try again' }
  it.each<[string, string | undefined, Report[]]>([
    ['has most left', 'b', [report('a', known(window(50))), report('b', known(window(40)))]],
    [
      'by its tightest window',
      'b',
      [report('a', known(window(0), window(90))), report('b', known(window(60), window(60)))],
    ],
    [
      'of two, the one that resets sooner',
      'b',
      [report('a', known(window(50, 3 * hour))), report('b', known(window(50, 2 * hour)))],
    ],
    ['else by name', 'B', [report('a', known(window(50))), report('B', known(window(50)))]],
    [
      'is not one that could not be asked',
      'a',
      [report('a', known(window(99))), report('b', known(window(0)), { failure })],
    ],
    ['is not one with an API key', 'a', [api, report('a', known(window(100)))]],
    [
      'is one with an API key when there is no other',
      'api',
      [report('a', { state: 'logged-out' }), api, report('b', known())],
    ],
    ['is none when nobody knows', undefined, [report('a', { state: 'logged-out' }), report('b', known())]],
  ])('%s', (_name, wanted, reports) => {
    expect(choose(...reports)).toBe(wanted)
    expect(choose(...reports.toReversed())).toBe(wanted)
  })

  it('says why', () => {
    const why = best([report('a', known(window(10, 5 * hour), window(42, 70 * minute, 10_080)))], now)?.why
    expect(why).toBe('58% left (week, resets in 1 h 10 min)')
  })
})

describe('answers that are kept', () => {
  const box = new Sandbox()
  afterAll(() => box.remove())
  const path = join(box.folder, 'usage.json')

  it('are those of the same login', () => {
    remember(path, 7n, known(window(5)), now)
    expect(remembered(path, 7n, now + 1)).toEqual({ usage: known(window(5)), askedAt: now })
    expect(remembered(path, 8n, now + 1)).toBeUndefined()
    expect(remembered(path, undefined, now + 1)).toBeUndefined()
    expect(remembered(path, 7n, now - 1)).toBeUndefined() // from the future: somebody has set the clock
  })

  it('are limits, and nothing that failed', () => {
    remember(path, 7n, { state: 'logged-out' }, now + 5)
    remember(path, 7n, { state: 'failed', message: '', hint: '' }, now + 5)
    expect(remembered(path, 7n, now + 9)?.askedAt).toBe(now)
  })

  it.each(['', '{', '[]', '{"version":2}', 'null'])('are none in a file with %j', (text) => {
    fs.writeFileSync(path, text)
    expect(remembered(path, 7n, now)).toBeUndefined()
  })

  it('are none where a folder is in the way, and that stops nobody', () => {
    const folder = join(box.folder, 'folder.json')
    fs.mkdirSync(folder)
    remember(folder, 7n, known(window(5)), now)
    expect(remembered(folder, 7n, now)).toBeUndefined()
  })
})
