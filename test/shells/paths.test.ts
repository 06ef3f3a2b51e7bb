import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, functionShells, initFile, runScript } from '../support/shells.ts'

const name = `a b 'c' "d" $HOME \`id\` $(id) \\ *?[x] {y} ~ # ; & é 日本\nlast`
const places: [string, { home?: string; root?: string }][] = [
  ['the real home', { home: name }],
  ['the root', { root: name }],
  ['both, each with a dash', { home: `-${name}`, root: `-r ${name}` }],
]
describe.each(places)('%s may be called anything', (_, names) => {
  const box = new Sandbox(names)
  afterAll(() => box.remove())
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
