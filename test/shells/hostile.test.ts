import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, dumped, initFile, runScript, zsh, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

const builtins = [
  'export',
  'local',
  'source',
  '.',
  'return',
  'unset',
  'set',
  'shift',
  'printf',
  'test',
  'exec',
  'typeset',
]
const words = [...builtins, '[', 'emulate', 'setopt', 'whence', 'type', 'true', 'false', ':', 'cd', 'eval']
const names = [
  'root',
  'name',
  'account',
  'accounts',
  'file',
  'before',
  'code',
  'shell',
  'home',
  'failure',
  'previous',
]

/**
 * Goes from account to account, by the functions and by eval, in a shell that its user has made inhospitable.
 * @param hostile statements that do so, before the functions are loaded
 */
async function check(shell: TestShell, hostile: readonly string[], { quiet = true } = {}): Promise<void> {
  const dump = (name: string) => String.raw`\command /usr/bin/env -0 >| '${join(box.folder, name)}'`
  // What `swop env` would print, without a start of node for each of some hundred shells.
  const text = (...files: string[]) =>
    `\\builtin eval "$(/usr/bin/cat ${files.map((file) => `${file}.${shell.dialect}`).join(' ')})"`
  const [save, off] = [join(box.root, 'shell/save'), join(box.root, 'shell/off')]
  const script = [
    'export CODEX_API_KEY=sk-user PATH=$PATH',
    'set -- one "two words"',
    ...hostile,
    `\\builtin source '${initFile(box, shell)}'`,
    dump('start'),
    'swop use A',
    dump('A'),
    'swop use B',
    'swop use -',
    'swop use B',
    dump('B'),
    text(save, box.account('A', 'env')),
    dump('eval A'),
    'swop off',
    dump('end'),
    text(save, box.account('A', 'env')),
    text(save, box.account('B', 'env')),
    text(off),
    dump('eval end'),
    String.raw`\builtin printf '%s,' "$@"`,
  ]
  const { code, stdout, stderr } = await runScript(box, shell, script)
  expect({ code, stdout, stderr: quiet ? stderr : '' }).toEqual({
    code: 0,
    stdout: 'one,two words,',
    stderr: '',
  })
  for (const name of ['A', 'eval A']) {
    expect(dumped(box, name)).toMatchObject({ SWOP_ACCOUNT: 'A', HOME: box.account('A', 'home') })
    expect(dumped(box, name)).not.toHaveProperty('CODEX_API_KEY')
  }
  expect(dumped(box, 'B')).toMatchObject({ SWOP_ACCOUNT: 'B', HOME: box.home })
  expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
  expect(dumped(box, 'eval end')).toEqual(dumped(box, 'start'))
}

const functions = words
  .filter((word) => /^[a-z]+$/.test(word))
  .map((word) => `function ${word} { \\builtin echo ${word}; }`)
const aliases = [...words, 'builtin', 'command'].map(
  (word) => `\\builtin alias -- '${word}=echo alias' || \\builtin :`,
)
const settings: [string, string[]][] = [
  ['aliases of builtins', aliases.filter((alias) => !alias.includes("'[="))],
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
  it.each(settings)('%s', async (_, hostile) => check(shell, [...expandAliases, ...hostile]))

  it('xtrace and verbose, which print by themselves', async () => check(shell, ['set -xv'], { quiet: false }))
})

it('zsh: global aliases, which are words anywhere', async () => {
  const words = ['then', 'fi', '||', '-', 'HOME', '2', '&&', 'x', 'export', 'CODEX_HOME']
  const lines = [zsh.source(initFile(box, zsh)), ...words.map((word) => `alias -g -- '${word}=echo'`)]
  const result = await runScript(box, zsh, [...lines, 'swop use A', 'swop use B', 'swop off'])
  expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
})

/** The names of a shell's options, and whether each is on in a script. */
function options(command: string, list: string): [string, boolean][] {
  const { stdout } = spawnSync(command, [...(command === 'zsh' ? ['-f'] : ['--norc']), '-c', list], {
    encoding: 'utf8',
  })
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', state] = line.split(/\s+/)
      return [name, state === 'on']
    })
}

// Each option by itself, turned to what it is not. Left out: those that a shell can't change once it runs, those with
// which no script runs, and those whose use is to print.
describe('every option of zsh', () => {
  const fixed = [
    'exec',
    'interactive',
    'monitor',
    'onecmd',
    'privileged',
    'restricted',
    'shinstdin',
    'singlecommand',
    'stdin',
    'zle',
  ]
  const printing = ['sourcetrace', 'verbose', 'xtrace']
  const list = 'for name state in ${(kv)options}; do print -r -- $name $state; done'
  const all = options('zsh', list).filter(([name]) => !fixed.includes(name) && !printing.includes(name))
  it('is more than forty', () => expect(all.length).toBeGreaterThan(150))
  it.each(all)('%s, which is on: %s', async (name, on) =>
    check(zsh, [`${on ? 'unsetopt' : 'setopt'} ${name}`]),
  )
})

describe('every option of bash', () => {
  // keyword (set -k): every `export NAME=value` is then an `export` without arguments.
  const fixed = ['noexec', 'onecmd', 'keyword', 'restricted_shell', 'login_shell']
  const printing = ['verbose', 'xtrace']
  const turn =
    (set: string) =>
    ([name, on]: [string, boolean]): [string, boolean, string] => [name, on, `${set} ${name}`]
  const shopt = options('bash', 'shopt').map(([name, on]) => turn(`shopt -${on ? 'u' : 's'}`)([name, on]))
  const set = options('bash', 'set -o').map(([name, on]) => turn(`set ${on ? '+' : '-'}o`)([name, on]))
  const all = [...shopt, ...set].filter(([name]) => !fixed.includes(name) && !printing.includes(name))
  it('is more than forty', () => expect(all.length).toBeGreaterThan(60))
  it.each(all)('%s, which is on: %s', async (_name, _on, statement) => check(bash, [statement]))
})
