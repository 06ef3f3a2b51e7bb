import { userInfo } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginVariables } from '../../src/codex/variables.ts'
import { Sandbox } from '../support/sandbox.ts'
import {
  allShells,
  bash,
  dumped,
  dumpTo,
  fish,
  functionShells,
  initFile,
  inside,
  runScript,
  zsh,
  type TestShell,
} from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

const silent = { code: 0, stdout: '', stderr: '' }
const user = {
  CODEX_API_KEY: 'sk-user',
  CODEX_HOME: '',
  OPENAI_PROJECT: "two\nlines'",
  XDG_STATE_HOME: '/state',
}
// zsh and fish set these by themselves.
const { username } = userInfo()
const login = { USER: username, LOGNAME: username }
const functions = (shell: TestShell) => (shell.functions ? [shell.source(initFile(box, shell))] : [])
const use = (shell: TestShell, name: string) => (shell.functions ? `swop use ${name}` : shell.activate(name))
const off = (shell: TestShell) => (shell.functions ? 'swop off' : shell.deactivate)
const active = (name: string, home: string) => ({
  SWOP_ACCOUNT: name,
  HOME: home,
  CODEX_HOME: box.account(name, 'home/.codex'),
})

describe.each(functionShells)('$name inside', (parent) => {
  it.each(allShells)('$name: off, use and off lead to where the outer one began', async (child) => {
    const lines = [
      ...functions(child),
      dumpTo(box, child, 'inherited'),
      off(child),
      dumpTo(box, child, 'off'),
      use(child, 'B'),
      dumpTo(box, child, 'B'),
      off(child),
      dumpTo(box, child, 'end'),
    ]
    const script = [
      inside(box, child, [dumpTo(box, child, 'start')]),
      ...functions(parent),
      'swop use A',
      dumpTo(box, parent, 'A'),
      inside(box, child, lines),
      dumpTo(box, parent, 'still A'),
      'swop off',
      inside(box, child, [dumpTo(box, child, 'outer end')]),
    ]
    expect(await runScript(box, parent, script, user)).toEqual(silent)
    const start = dumped(box, 'start')
    expect(start).toMatchObject(user)
    expect(dumped(box, 'inherited')).toMatchObject(active('A', box.account('A', 'home')))
    expect(dumped(box, 'off')).toEqual(start)
    expect(dumped(box, 'B')).toMatchObject(active('B', box.home))
    expect(dumped(box, 'end')).toEqual(start)
    expect(dumped(box, 'still A')).toEqual(dumped(box, 'A'))
    expect(dumped(box, 'outer end')).toEqual(start)
  })
})

it('bash, in it fish, in it zsh: each ends where bash began', async () => {
  const dump = (shell: TestShell) => dumpTo(box, shell, `${shell.name} end`)
  const inZsh = [...functions(zsh), 'swop use A', 'swop off', dump(zsh)]
  const inFish = [...functions(fish), 'swop use B', inside(box, zsh, inZsh), 'swop off', dump(fish)]
  const start = dumpTo(box, bash, 'chain start')
  const inBash = [start, ...functions(bash), 'swop use A', inside(box, fish, inFish), 'swop off', dump(bash)]
  expect(await runScript(box, bash, inBash, { ...user, ...login })).toEqual(silent)
  for (const { name } of [zsh, fish, bash])
    expect(dumped(box, `${name} end`)).toEqual(dumped(box, 'chain start'))
})

describe.each(allShells)('$name that has lost all of the account but HOME', (shell) => {
  it('finds the root, and ends in the real home', async () => {
    const lines = [...functions(shell), 'swop list', use(shell, 'B'), dumpTo(box, shell, 'B'), off(shell)]
    const env = { HOME: box.account('A', 'home') }
    const result = await runScript(box, shell, [...lines, dumpTo(box, shell, 'end')], env)
    expect(result).toEqual({
      ...silent,
      stdout: expect.stringMatching(/^ +NAME .*\n +A .*\n +B .*\n\* +default .*\n$/),
    })
    expect(dumped(box, 'B')).toMatchObject(active('B', box.home))
    expect(dumped(box, 'end')).toEqual({ ...dumped(box, 'end'), HOME: box.home })
    expect(Object.keys(dumped(box, 'end')).join(' ')).not.toMatch(/SWOP|CODEX|XDG/)
  })

  it('is led to the real home by off alone', async () => {
    const lines = [...functions(shell), off(shell), dumpTo(box, shell, 'end')]
    expect(await runScript(box, shell, lines, { HOME: box.account('A', 'home') })).toEqual(silent)
    expect(dumped(box, 'end')).toMatchObject({ HOME: box.home })
  })
})

describe('the rc files of the real home', () => {
  const key = 'CODEX_API_KEY=sk-from-rc'
  beforeAll(() => {
    const posix = (shell: TestShell) =>
      `export FROM_RC=${shell.name} ${key}\n${shell.source(initFile(box, shell))}\n`
    box.write('.bashrc', posix(bash))
    box.write('.bash_profile', '. ~/.bashrc\n')
    box.write('.zshrc', posix(zsh))
    box.write(
      '.config/fish/config.fish',
      `set -gx FROM_RC fish\nset -gx ${key.replace('=', ' ')}\n${fish.source(initFile(box, fish))}\n`,
    )
    box.write('.gitconfig', '[user]\n\temail = me@real.example\n')
    box.write('.npmrc', 'registry=http://127.0.0.1:4873/\n')
  })

  const nested = [
    ['bash', '-i', '-c'],
    ['bash', '-l', '-c'],
    ['zsh', '-i', '-c'],
    ['zsh', '-l', '-i', '-c'],
    ['fish', '-i', '-c'],
    ['fish', '-l', '-c'],
  ]
  it.each(nested)('%s %s %s finds them, and the account stays', async (...words) => {
    const asked = 'echo $FROM_RC; git config user.email; npm config get registry; env -0'
    const run = (lines: string[]) => runScript(box, bash, [...lines, `${words.join(' ')} '${asked}'`])
    const plain = await run([])
    const activated = await run([...functions(bash), 'swop use A'])
    const answers = `${words[0]}\nme@real.example\nhttp://127.0.0.1:4873/\n`
    for (const { code, stdout } of [plain, activated]) {
      expect(code).toBe(0)
      expect(stdout.slice(0, answers.length)).toBe(answers)
    }
    // An interactive shell without a terminal complains, with or without swop.
    expect(activated.stderr).toBe(plain.stderr)
    expect(plain.stdout.split('\0')).toContain(key)
    const variables = activated.stdout.slice(answers.length).split('\0')
    expect(variables).toContain('SWOP_ACCOUNT=A')
    expect(variables).toContain(`HOME=${box.account('A', 'home')}`)
    for (const name of loginVariables) expect(variables.join('\0')).not.toMatch(new RegExp(`(^|\0)${name}=.`))
  })
})
