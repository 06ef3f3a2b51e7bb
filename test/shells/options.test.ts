import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, zsh } from '../support/shells.ts'
import { surviveIn } from '../support/survive.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

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
  const fixed =
    'exec interactive monitor onecmd privileged restricted shinstdin singlecommand stdin zle'.split(' ')
  const printing = ['sourcetrace', 'verbose', 'xtrace']
  const list = 'for name state in ${(kv)options}; do print -r -- $name $state; done'
  const all = options('zsh', list).filter(([name]) => !fixed.includes(name) && !printing.includes(name))
  it('is a long list', () => expect(all.length).toBeGreaterThan(150))
  it.each(all)('%s, which is on: %s', async (name, on) =>
    surviveIn(box, zsh, [`${on ? 'unsetopt' : 'setopt'} ${name}`]),
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
  it('is a long list', () => expect(all.length).toBeGreaterThan(60))
  it.each(all)('%s, which is on: %s', async (_name, _on, statement) => surviveIn(box, bash, [statement]))
})
