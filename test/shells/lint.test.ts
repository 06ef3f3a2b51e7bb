import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, bash, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
const accounts = { A: 'overlay', B: 'codex', C: 'strict' }
beforeAll(async () => {
  for (const [name, level] of Object.entries(accounts)) await box.ok('add', name, '--isolation', level)
  await box.ok('bind', 'A', box.home)
  await box.ok('bind', 'B', box.folder)
  await box.ok('default', 'C')
})
afterAll(() => box.remove())

const dialects = ['bash', 'zsh', 'fish', 'sh'] as const
type Dialect = (typeof dialects)[number]

const texts = (dialect: Dialect) => ['save', 'off'].map((half) => `shell/${half}.${dialect}`)
const completions = { bash: 'swop.bash', zsh: '_swop', fish: 'swop.fish', sh: '' }
const loaded = (dialect: Dialect) => [
  `shell/init.${dialect}`,
  `shell/functions.${dialect}`,
  `shell/completions/${completions[dialect]}`,
  `shell/start.${dialect}`,
  ...(dialect === 'bash' ? ['direnv', 'start-map', 'start-case'].map((part) => `shell/${part}.bash`) : []),
  ...perAccount('drift', dialect),
  ...learned(dialect),
]
const perAccount = (part: string, dialect: Dialect) =>
  Object.keys(accounts).map((name) => `accounts/${name}/${part}.${dialect}`)
const learned = (dialect: Dialect) => (dialect === 'sh' ? [] : perAccount('use', dialect))
const env = (dialect: Dialect) => Object.keys(accounts).map((name) => `accounts/${name}/env.${dialect}`)
/** Every script that swop generates for a shell. */
const scripts = (dialect: Dialect) => [
  ...texts(dialect),
  ...env(dialect),
  ...(dialect === 'sh' ? [] : loaded(dialect)),
]
const path = (script: string) => join(box.root, script)
const clean = { code: 0, stdout: '', stderr: '' }

describe('shells read every script', () => {
  const readers: [string, Dialect, ...string[]][] = [
    ['bash -n', 'bash'],
    ['bash --posix -n', 'bash'],
    ['zsh -n', 'zsh'],
    ['zsh --emulate sh -n', 'zsh'],
    ['fish --no-execute', 'fish'],
    ['dash -n', 'sh'],
    ['mksh -n', 'sh'],
    ['bash --posix -n', 'sh'],
  ]
  it.each(readers)('%s: .%s', async (command, dialect) => {
    const [program = '', ...options] = command.split(' ')
    // zsh's own way of completing is zsh's only, whatever the shell emulates.
    const read = scripts(dialect).filter((each) => !(command.includes('emulate') && each.endsWith('_swop')))
    for (const script of read) expect(await box.run(program, [...options, path(script)])).toEqual(clean)
  })
})

describe('linters have nothing to say', () => {
  const shellcheck = (dialect: string, ...words: string[]) =>
    box.run('shellcheck', ['--norc', '-s', dialect, ...words])

  it.each(['bash', 'sh'] as const)('shellcheck: .%s', async (dialect) => {
    // SC2034: a variable looks unused where only an `export` in another branch, or the other half, uses it.
    expect(
      await shellcheck(
        dialect,
        '-e',
        'SC2034',
        ...[...texts(dialect), ...env(dialect), ...learned(dialect)].map(path),
      ),
    ).toEqual(clean)
  })

  it('shellcheck: the functions', async () => {
    const others = loaded('bash').filter((each) => !learned('bash').includes(each))
    expect(await shellcheck('bash', ...others.map(path))).toEqual(clean)
  })

  it.each(['init', 'functions', 'start', 'direnv', 'completions/swop'])('shfmt: %s', async (purpose) => {
    const file = initFile(box, bash).replace('init.bash', `${purpose}.bash`)
    expect(await box.run('shfmt', ['-d', '-i', '2', '-ci', file])).toEqual(clean)
  })
})

describe('what swop env prints', () => {
  it.each(dialects)('is one statement a line and no comment, for %s', (dialect) => {
    for (const script of [...texts(dialect), ...env(dialect)]) {
      for (const line of fs.readFileSync(path(script), 'utf8').trimEnd().split('\n')) {
        expect(line).toMatch(/;$/)
        expect(line).not.toMatch(/^\s*#|\s#\s/)
      }
    }
  })
})

const strict = (shell: TestShell) => (shell.dialect === 'fish' ? [] : ['set -eu'])
const names = Object.keys(accounts)

it.each(allShells)('$name says nothing under set -eu while it evaluates', async (shell) => {
  const lines = names.flatMap((name) => [shell.activate(name), shell.activate(name)])
  const script = [...strict(shell), ...lines, shell.deactivate, shell.deactivate]
  expect(await runScript(box, shell, script)).toEqual(clean)
})

it.each(allShells.filter((each) => each.functions))(
  '$name says nothing under set -eu while it loads and uses the functions',
  async (shell) => {
    const load = shell.source(initFile(box, shell))
    const lines = names.flatMap((name) => [load, `swop use ${name}`, `swop use ${name}`, load])
    const script = [...strict(shell), ...lines, 'swop off', 'swop off', load]
    expect(await runScript(box, shell, script)).toEqual(clean)
  },
)

it.each(functionShells)('$name gets the functions from swop init, and by eval', async (shell) => {
  const init = `swop init ${shell.dialect}`
  const load = shell.dialect === 'fish' ? `${init} | source` : `eval "$(${init})"`
  const lines = [...strict(shell), load, 'swop use A', 'echo $SWOP_ACCOUNT', 'swop off']
  expect(await runScript(box, shell, lines)).toEqual({ ...clean, stdout: 'A\n' })
})

// macOS has bash 3.2, and these tests do not: what it lacks must not be in a text, or be behind a test of the version.
describe('bash 3.2', () => {
  const lacking: [string, RegExp][] = [
    ['declare -g', /(?<!\.)\b(declare|typeset|local)\s+-[a-zA-Z]*[gnAlu]/],
    ['[[ -v ]]', /(\[\[?|test)\s+(!\s+)?-v\s/],
    ['mapfile', /\b(mapfile|readarray|coproc)\b/],
    ['${v@Q}', /\$\{\w+@/],
    ['${v^^}, ${v,,}', /\$\{\w+[\^,]/],
    ['${a[-1]}', /\$\{\w+\[-/],
    ['${v: -1:-1}', /\$\{\w+:[^}]*:-\d/],
    ['&>>', /&>>/],
    ['|&', /\|&/],
    [';& in case', /;;?&/],
    ['source <(…)', /(source|\.)\s+<\(/],
    ['printf -v array[…]', /printf\s+-v\s+\w+\[/],
    ['printf %(…)T', /%\([^)]*\)T/],
    ['{fd}>', /\{\w+\}[<>]/],
    ['a process substitution', /<\(|>\(/],
    ['wait -n', /\bwait\s+-n/],
    ['shopt of later versions', /\b(globstar|lastpipe|inherit_errexit)\b/],
    ['BASHPID, EPOCHSECONDS', /\b(BASHPID|EPOCH\w+)\b/],
    ["$'\\u…'", /\\u[0-9a-fA-F]{1,4}/],
    ['a here string with a quote', /<<</],
    ['test -R, test -N', /\[\[[^\]]*\s-[RN]\s/],
  ]
  const guarded = /\$\{BASH_VERSINFO-0\} (-lt 5 \|\||-ge 5 &&) \$\{\w+@a\}/g

  it.each(lacking)('has no %s', (_, feature) => {
    for (const script of scripts('bash').filter((each) => !each.endsWith('start-map.bash')))
      expect(fs.readFileSync(path(script), 'utf8').replace(guarded, '')).not.toMatch(feature)
  })

  it('has the version tests that these tests take out', () => {
    expect(fs.readFileSync(path('shell/save.bash'), 'utf8')).toMatch(guarded)
    expect(fs.readFileSync(path('shell/off.bash'), 'utf8')).toMatch(guarded)
    // the one file that is for later versions only
    expect(fs.readFileSync(path('shell/start.bash'), 'utf8')).toMatch(
      /^if \[\[ \$\{BASH_VERSINFO\[0\]\} -gt 4 \|\| \(\$\{BASH_VERSINFO\[0\]\} -eq 4 && \$\{BASH_VERSINFO\[1\]\} -ge 2\) \]\]; then\n  __swop_bound='[^']*start-map\.bash'\nelse/m,
    )
  })
})
