import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, initFile, runScript, zsh } from '../support/shells.ts'
import { surviveIn } from '../support/survive.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

const builtins =
  'export local source . return unset set shift printf test [ exec typeset true false : cd eval'
const words = `${builtins} emulate setopt whence type`.split(' ')
const names = 'root name account accounts file before code shell home failure previous'.split(' ')
const functions = words
  .filter((word) => /^[a-z]+$/.test(word))
  .map((word) => `function ${word} { \\builtin echo ${word}; }`)
const aliases = [...words, 'builtin', 'command'].map(
  (word) => `\\builtin alias -- '${word}=echo alias' || \\builtin :`,
)
const settings: [string, string[]][] = [
  ['aliases of builtins', aliases],
  ['functions called like builtins', functions],
  ['IFS of slashes and letters', ["IFS='/aeiou.'"]],
  ['IFS empty', ['IFS=']],
  ['no IFS', ['unset IFS']],
  ['PATH empty', ['PATH=']],
  ['no PATH', ['unset PATH']],
  ['read-only variables of common names', names.map((name) => `readonly ${name}=mine`)],
  ['variables that are numbers', names.map((name) => `typeset -i ${name}=1`)],
  ['set -eu and pipefail', ['set -euo pipefail']],
  ['a DEBUG and an EXIT trap', ["trap ': debug' DEBUG", "trap ': exit' EXIT"]],
]

describe.each([bash, zsh])('in $name', (shell) => {
  const expandAliases = shell === bash ? ['shopt -s expand_aliases'] : []
  it.each(settings)('%s', async (_, hostile) => surviveIn(box, shell, [...expandAliases, ...hostile]))

  it('xtrace and verbose, which print by themselves', async () =>
    surviveIn(box, shell, ['set -xv'], { quiet: false }))
})

it('zsh: global aliases, which are words anywhere', async () => {
  const words = ['then', 'fi', '||', '-', 'HOME', '2', '&&', 'x', 'export', 'CODEX_HOME']
  const lines = [zsh.source(initFile(box, zsh)), ...words.map((word) => `alias -g -- '${word}=echo'`)]
  const result = await runScript(box, zsh, [...lines, 'swop use A', 'swop use B', 'swop off'])
  expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
})
