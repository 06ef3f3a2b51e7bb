import fc from 'fast-check'
import fs from 'fs-extra'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { dotenvText } from '../../src/shell/dialects/dotenv.ts'
import { quotes } from '../../src/shell/dialects/index.ts'
import { jsonText } from '../../src/shell/dialects/json.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, runScript } from '../support/shells.ts'

const box = new Sandbox()
afterAll(() => box.remove())

// Any text that can be a path or a value: all of Unicode but NUL, and more of what shells make something of.
const hostile = [...'\'"\\$`\n\r\t !*?[]{}()<>|&;#~-=%^']
const text = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join('').replaceAll('\0', ''))
const batch = fc.array(text, { minLength: 100, maxLength: 100 })

describe('a quoted text is the text, in', () => {
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
