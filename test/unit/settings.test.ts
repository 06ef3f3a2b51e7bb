import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAccount, parseConfig, settingsText } from '../../src/accounts/settings.ts'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

describe('account.json', () => {
  it('comes back as it was written', () => {
    const settings = { version: 1, isolation: 'strict' } as const
    expect(parseAccount(settingsText(settings), 'account.json')).toEqual(settings)
  })

  const broken: [string, RegExp][] = [
    ['', /not valid JSON/],
    ['{', /not valid JSON/],
    ['[]', /broken/],
    ['{}', /version/],
    ['{"version":1}', /isolation/],
    ['{"version":1,"isolation":"full"}', /isolation/],
    ['{"version":2,"isolation":"codex"}', /newer swop/],
  ]
  it.each(broken)('%j is refused by name', (text, words) => {
    expect(() => parseAccount(text, '/x/account.json')).toThrow(words)
    expect(() => parseAccount(text, '/x/account.json')).toThrow(/\/x\/account\.json/)
  })

  it('config.json takes absolute paths only', () => {
    const real = { home: 'h', codexHome: '/c', xdg: { config: '/1', state: '/2', data: '/3', cache: '/4' } }
    expect(() => parseConfig(JSON.stringify({ version: 1, real }), 'config.json')).toThrow(/real\.home/)
  })
})

describe('commands and broken settings', () => {
  const oneLine = /^swop: [^\n]+; [^\n]+\n$/

  it.each(['{', '{"version":9}'])('%j: list shows the others, and says what is wrong', async (text) => {
    await box.ok('add', 'good')
    await box.ok('add', 'bad')
    fs.writeFileSync(box.account('bad', 'account.json'), text)
    const { code, stdout, stderr } = await box.swop(['list'])
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('good'),
      expect.stringMatching(oneLine),
    ])
  })

  it('sync changes nothing at all when one of the accounts is broken', async () => {
    await box.ok('add', 'good')
    await box.ok('add', 'bad')
    fs.writeFileSync(box.account('bad', 'account.json'), '{')
    fs.writeFileSync(box.account('good', 'home/new'), 'x')
    expect(await box.swop(['sync', 'good', 'bad'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(oneLine),
    })
    expect(fs.existsSync(join(box.home, 'new'))).toBe(false)
  })

  it('env, list and sync take an unknown or impossible name with the documented code', async () => {
    await box.ok('add', 'good')
    expect(await box.swop(['env', 'nope'])).toMatchObject({
      code: 3,
      stdout: 'false;\n',
      stderr: expect.stringMatching(oneLine),
    })
    expect(await box.swop(['env', '../good'])).toMatchObject({ code: 2, stdout: 'false;\n' })
    expect(await box.swop(['sync', 'nope'])).toMatchObject({ code: 3, stdout: '' })
    expect(await box.swop(['add', 'off'])).toMatchObject({ code: 2, stdout: '' })
    expect(await box.swop(['env', 'Good'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("did you mean 'good'"),
    })
  })

  it('--json says the same as an object', async () => {
    const { code, stdout } = await box.swop(['env', 'nope', '--format', 'json'])
    expect([code, JSON.parse(stdout)]).toEqual([
      3,
      { error: { message: "there is no account 'nope'", hint: expect.any(String), exitCode: 3 } },
    ])
  })

  it.each([
    ['frobnicate'],
    ['list', '--nope'],
    ['add'],
    ['env'],
    ['init', 'tcsh'],
    ['env', 'a', '--shell', 'csh'],
  ])('%j is a usage error of one line', async (...args) => {
    const { code, stdout, stderr } = await box.swop(args.flat())
    expect([code, stdout.replace('false;\n', ''), stderr]).toEqual([2, '', expect.stringMatching(oneLine)])
  })

  it('a HOME that is missing or gone is said, and nothing is made', async () => {
    const { code, stderr } = await box.swop(['add', 'a'], { HOME: '' })
    expect([code, stderr]).toEqual([1, expect.stringContaining('HOME is not set')])
    expect(await box.swop(['add', 'a'], { HOME: '/nowhere/at/all' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not exist'),
    })
    expect(fs.existsSync('/nowhere')).toBe(false)
  })

  it('a root that can not be written is said, and nothing is made', async () => {
    box.write('file', '')
    const { code, stderr } = await box.swop(['add', 'a'], { SWOP_ROOT: join(box.home, 'file/root') })
    expect([code, stderr]).toEqual([1, expect.stringMatching(oneLine)])
    expect(fs.readdirSync(box.home)).toEqual(['file'])
  })
})
