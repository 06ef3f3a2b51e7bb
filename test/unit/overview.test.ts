import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { overview, type Standing } from '../../src/status/overview.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, initFile, runScript } from '../support/shells.ts'
import type { Facts } from '../../src/status/facts.ts'

const real: Facts = {
  name: 'default',
  isAccount: false,
  active: true,
  isolation: null,
  codexHome: '/home/you/.codex',
  auth: { state: 'absent' },
  store: { store: 'file' },
  folder: '',
}
const work: Facts = { ...real, name: 'work', isAccount: true, isolation: 'overlay' }
const fresh: Standing = {
  facts: real,
  from: 'by hand',
  accounts: [],
  functions: false,
  offLine: 'eval "$(swop env off)"',
}
const used: Standing = { ...fresh, functions: true, accounts: ['home', 'work'] }
const next = (standing: Standing) => {
  const lines = overview(standing)
  return lines.slice(lines.indexOf('Next:') + 1).map((line) => line.trim().split(/ {2,}/)[0])
}

describe('where a shell stands', () => {
  it.each<[string, Standing, string[]]>([
    [
      'nothing at all',
      { ...fresh, facts: undefined },
      ['Account  none; there is no telling where the real home is: HOME is not set'],
    ],
    ['no account', fresh, ['Account  none', 'Login    logged out, of the real home']],
    [
      'by hand',
      { ...used, facts: work },
      ['Account  work', 'From     by hand, or from the shell that started this one', 'Login    logged out'],
    ],
    [
      'direnv',
      { ...used, facts: work, from: 'direnv' },
      ['Account  work', "From     direnv: this folder's .envrc", 'Login    logged out'],
    ],
    [
      'a binding',
      { ...used, facts: work, from: 'binding', folder: '/c/a' },
      ['Account  work', 'From     the binding of /c/a', 'Login    logged out'],
    ],
    [
      'the default',
      { ...used, facts: work, from: 'default' },
      ['Account  work', 'From     the default account of new shells', 'Login    logged out'],
    ],
  ])('%s', (_name, standing, lines) => {
    const all = overview(standing)
    expect(all.slice(0, all.indexOf(''))).toEqual(lines)
  })

  it.each<[string, Standing, string[]]>([
    ['begin', fresh, ['swop setup', 'swop add work', 'swop --help']],
    [
      'begin, with the functions',
      { ...fresh, functions: true },
      ['swop add work', 'swop add work --login', 'swop --help'],
    ],
    ['go on', used, ['swop use home', 'swop list', 'swop usage']],
    [
      'go on, without the functions',
      { ...used, functions: false },
      ['swop setup', 'swop list', 'swop usage'],
    ],
    ['log in', { ...used, facts: work }, ['swop login work', 'swop use home', 'swop off']],
    [
      'the only one',
      { ...used, facts: work, accounts: ['work'] },
      ['swop login work', 'swop add <name>', 'swop off'],
    ],
    [
      'without the functions',
      { ...used, facts: { ...work, store: { store: 'keyring' } }, functions: false },
      ['swop status', 'swop setup', 'eval "$(swop env off)"'],
    ],
  ])('and what is next: %s', (_name, standing, lines) => expect(next(standing)).toEqual(lines))
})

describe('swop alone', () => {
  const box = new Sandbox()
  beforeAll(async () => {
    box.write('.codex/auth.json', '{"OPENAI_API_KEY":"sk-made-up"}')
    await box.ok('add', 'work')
    await box.ok('add', 'home')
    await box.ok('default', 'home')
  })
  afterAll(() => box.remove())

  it.each([
    ['no account', [], /^Account {2}none\nLogin {4}API key, of the real home\n\nNext:\n {2}swop use home /],
    ['by hand', ['swop use work'], /^Account {2}work\nFrom {5}by hand/],
    ['the default', ['swop use home'], /^Account {2}home\nFrom {5}the default account/],
    ['a binding', ['swop use work', 'export SWOP_BINDING=/c/a'], /\nFrom {5}the binding of \/c\/a\n/],
  ])('%s', async (_name, lines, text) => {
    const result = await runScript(box, bash, [bash.source(initFile(box, bash)), ...lines, 'swop'])
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(text) })
  })
})
