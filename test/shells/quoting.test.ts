import fc from 'fast-check'
import fs from 'fs-extra'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { dotenvText } from '../../src/shell/dialects/dotenv.ts'
import { quotes } from '../../src/shell/dialects/index.ts'
import { jsonText } from '../../src/shell/dialects/json.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, functionShells, initFile, runScript } from '../support/shells.ts'

const boxes: Sandbox[] = []
function sandbox(names: { home?: string; root?: string }): Sandbox {
  const box = new Sandbox(names)
  boxes.push(box)
  return box
}
afterAll(() => boxes.forEach((box) => box.remove()))

// Any text that can be a path or a value: all of Unicode but NUL, and more of what shells make something of.
const hostile = [...'\'"\\$`\n\r\t !*?[]{}()<>|&;#~-=%^']
const text = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join('').replaceAll('\0', ''))
const batch = fc.array(text, { minLength: 100, maxLength: 100 })

describe('a quoted text is the text, in', () => {
  const box = sandbox({})
  const options: [string, string[]][] = [
    ...allShells.map(({ name }): [string, string[]] => [name, []]),
    ['zsh', ['setopt rc_quotes csh_junkie_quotes']],
    ['zsh', ['setopt sh_word_split glob_subst ksh_arrays ignore_braces extended_glob bang_hist']],
    ['bash', ["IFS='/aeiou'", 'set -o histexpand -o noglob', 'shopt -s extglob nullglob']],
  ]
  it.each(options)('%s %j', async (name, before) => {
    const shell = allShells.find((each) => each.name === name)!
    await fc.assert(
      fc.asyncProperty(batch, async (texts) => {
        const lines = texts.map((each) => `printf '%s\\0' ${quotes[shell.dialect](each)}`)
        const { stdout, ...rest } = await runScript(box, shell, [...before, ...lines])
        expect(rest).toEqual({ code: 0, stderr: '' })
        expect(stdout).toBe(texts.map((each) => `${each}\0`).join(''))
      }),
      { numRuns: 3 },
    )
  })
})

const plan = (values: string[]) => ({
  account: 'A',
  set: values.map((value, index) => ({ name: `VALUE_${index}`, value })),
  unset: ['GONE'],
  restore: [],
})
const expected = (values: string[]) => ({
  SWOP_ACCOUNT: 'A',
  ...Object.fromEntries(values.map((value, index) => [`VALUE_${index}`, value])),
})

describe('for programs', () => {
  const box = sandbox({})

  it('json is what JSON.parse reads', () => {
    const property = fc.property(batch, (values) => {
      expect(JSON.parse(jsonText(plan(values)))).toEqual({ ...expected(values), GONE: null })
    })
    fc.assert(property, { numRuns: 5 })
  })

  it('dotenv is what a shell reads', async () => {
    const dash = allShells.find(({ name }) => name === 'dash')!
    const property = fc.asyncProperty(batch, async (values) => {
      fs.writeFileSync(join(box.folder, 'values.env'), dotenvText(plan(values)))
      const lines = ['set -a', `. ${box.folder}/values.env`, dumpTo(box, dash, 'values')]
      expect(await runScript(box, dash, lines)).toEqual({ code: 0, stdout: '', stderr: '' })
      const bytes = (value: string) => Buffer.from(value).toString('latin1')
      const wanted = Object.entries(expected(values)).map(([name, value]) => [name, bytes(value)])
      expect(dumped(box, 'values')).toMatchObject({ ...Object.fromEntries(wanted), GONE: '' })
    })
    await fc.assert(property, { numRuns: 5 })
  })

  it("dotenv is what node reads, but for a ' beside what is special in double quotes", () => {
    const plain = text.filter(
      (value) => !(value.includes("'") && /["\\$`]/.test(value)) && !value.includes('\r'),
    )
    const property = fc.property(fc.array(plain, { minLength: 100, maxLength: 100 }), (values) => {
      expect(parseEnv(dotenvText(plan(values)))).toEqual({ ...expected(values), GONE: '' })
    })
    fc.assert(property, { numRuns: 5 })
  })
})

const name = `a b 'c' "d" $HOME \`id\` $(id) \\ *?[x] {y} ~ # ; & é 日本\nlast`
const places: [string, { home?: string; root?: string }][] = [
  ['the real home', { home: name }],
  ['the root', { root: name }],
  ['both, each with a dash', { home: `-${name}`, root: `-r ${name}` }],
]
describe.each(places)('%s may be called anything', (_, names) => {
  const box = sandbox(names)
  const bytes = (value: string) => Buffer.from(value).toString('latin1')
  const home = (account: string, ...path: string[]) => bytes(box.account(account, 'home', ...path))

  it('for add, sync, list, and programs', async () => {
    await box.ok('add', 'A')
    await box.ok('add', 'B', '--isolation', 'strict')
    box.write('notes', 'real\n')
    expect(await box.ok('sync')).toContain('notes')
    expect(await box.ok('sync')).toBe('')
    const json = JSON.parse(await box.ok('env', 'A', '--format', 'json')) as Record<string, string>
    expect(json).toMatchObject({ SWOP_ROOT: box.root, HOME: box.account('A', 'home') })
    fs.writeFileSync(join(box.folder, 'A.env'), await box.ok('env', 'A', '--format', 'dotenv'))
    const { stdout } = await box.run('dash', ['-c', `set -a; . "$0"; env -0`, join(box.folder, 'A.env')])
    expect(stdout.split('\0')).toContain(`HOME=${box.account('A', 'home')}`)
  })

  it.each(allShells)('for eval in $name', async (shell) => {
    const lines = [shell.activate('A'), dumpTo(box, shell, 'A'), 'cat "$HOME/notes"', shell.activate('B')]
    const rest = [dumpTo(box, shell, 'B'), shell.deactivate, dumpTo(box, shell, 'end')]
    const script = [dumpTo(box, shell, 'start'), ...lines, ...rest]
    expect(await runScript(box, shell, script)).toEqual({ code: 0, stdout: 'real\n', stderr: '' })
    expect(dumped(box, 'A')).toMatchObject({ HOME: home('A'), CODEX_HOME: home('A', '.codex') })
    expect(dumped(box, 'B')).toMatchObject({ HOME: home('B'), SWOP_ROOT: bytes(box.root) })
    expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
  })

  it.each(functionShells)('for the functions in $name', async (shell) => {
    const load = shell.source(initFile(box, shell))
    const lines = [
      dumpTo(box, shell, 'start'),
      load,
      'swop use A',
      dumpTo(box, shell, 'A'),
      load,
      'swop use B',
      'swop use -',
    ]
    const rest = ['swop off', dumpTo(box, shell, 'end'), `swop run A -- sh -c 'cat "$HOME/notes"'`]
    expect(await runScript(box, shell, [...lines, ...rest])).toEqual({
      code: 0,
      stdout: 'real\n',
      stderr: '',
    })
    expect(dumped(box, 'A')).toMatchObject({
      HOME: home('A'),
      CODEX_SQLITE_HOME: bytes(join(box.home, '.codex')),
    })
    expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
  })

  it.each(functionShells)('for a shell that has lost all but HOME, in $name', async (shell) => {
    const env = { HOME: box.account('A', 'home') }
    const lines = [shell.source(initFile(box, shell)), 'swop use B', 'swop off', dumpTo(box, shell, 'end')]
    expect(await runScript(box, shell, lines, env)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(dumped(box, 'end')).toMatchObject({ HOME: bytes(box.home) })
  })
})
