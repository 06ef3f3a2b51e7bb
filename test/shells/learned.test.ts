import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { fish, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'
import { processesOf } from '../support/trace.ts'

// What a shell has learned of an account at one `use` (use.*) it goes by at the next ones, as long as that still holds.

const box = new Sandbox()
const odd = 'me.x+y@corp-1.example'
beforeAll(async () => {
  await runScript(box, fish, []) // makes its folders at its first start
  for (const name of ['A', 'B', odd]) await box.ok('add', name)
})
afterAll(() => box.remove())

const silent = { code: 0, stdout: '', stderr: '' }
const run = (shell: TestShell, ...lines: string[]) =>
  runScript(box, shell, [shell.source(initFile(box, shell)), ...lines])
const show = 'echo $SWOP_ACCOUNT $HOME'
const posixBash: TestShell = {
  ...functionShells[0]!,
  name: 'bash --posix',
  command: ['bash', '--norc', '--posix'],
}

describe.each([...functionShells, posixBash])('in $name', (shell) => {
  it.each(['A', odd])('%s is used again and again', async (name) => {
    const lines = [`swop use ${name}`, `swop use ${name}`, 'swop use A', `swop use ${name}`, show]
    expect(await run(shell, ...lines)).toEqual({
      ...silent,
      stdout: `${name} ${box.account(name, 'home')}\n`,
    })
  })

  it('another isolation level counts from the next use on', async () => {
    const name = `level-${shell.name.replaceAll(' ', '')}`
    await box.ok('add', name)
    const change = `command swop config set --account ${name} isolation codex >/dev/null`
    const lines = [`swop use A`, `swop use ${name}`, `swop use ${name}`, change, `swop use ${name}`, show]
    expect(await run(shell, ...lines)).toEqual({ ...silent, stdout: `${name} ${box.home}\n` })
  })

  it('a key that comes back is unset again', async () => {
    const lines = ['swop use A', 'swop use A', shell.set('CODEX_API_KEY', 'sk-mine'), 'swop use A']
    const said = await run(shell, ...lines, 'env | grep -c sk-mine; echo on')
    // What was set before the first activation is in the baseline; this was not.
    expect(said).toEqual({ ...silent, stdout: '0\non\n' })
  })

  it('an env file that can not be read leaves the environment as it was', async () => {
    const file = box.account('A', `env.${shell.dialect}`)
    // Root may read everything, but for this.
    const isRoot = process.getuid?.() === 0
    const command = [
      ...(isRoot ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []),
      ...shell.command,
    ]
    const chmod = (mode: string) => `chmod ${mode} ${file}`
    const lines = [
      'swop use A',
      `swop use ${odd}`,
      'swop use A',
      `swop use ${odd}`,
      chmod('0'),
      'swop use A',
      show,
    ]
    const { stdout, stderr } = await run({ ...shell, command }, ...lines, chmod('600'))
    expect(stdout).toBe(`${odd} ${box.account(odd, 'home')}\n`)
    expect(stderr).toContain(`swop: can't read ${file}; run: swop sync A`)
    await box.ok('sync', 'A')
  })

  it('an env file that was changed is read', async () => {
    const file = box.account('A', `env.${shell.dialect}`)
    const whole = fs.readFileSync(file, 'utf8')
    const lines = ['swop use A', 'swop use A', `echo 'false;' > ${file}`, 'swop use A', 'swop off']
    const { stderr } = await run(shell, ...lines)
    fs.writeFileSync(file, whole)
    await box.ok('sync', 'A')
    expect(stderr).toContain("swop: 'A' was not activated, and the environment is as it was")
  })

  it('what a use.* file that is cut off would have said is found out otherwise', async () => {
    const file = box.account('A', `use.${shell.dialect}`)
    const whole = fs.readFileSync(file, 'utf8')
    for (const count of [0, 1, 5, whole.split('\n').length - 3]) {
      fs.writeFileSync(file, whole.split('\n').slice(0, count).join('\n'))
      // oxlint-disable-next-line no-await-in-loop -- one file
      const { code, stdout, stderr } = await run(shell, 'swop use A', 'swop use A', show)
      expect({ code, stdout }).toEqual({ code: 0, stdout: `A ${box.account('A', 'home')}\n` })
      // fish has words of its own for what is no longer its language, and no way to keep them back.
      if (shell.dialect !== 'fish') expect(stderr).toBe('')
    }
    fs.writeFileSync(file, whole)
  })

  it('what is watched since somebody else changed it is seen on leaving', async () => {
    const name = `own-${shell.name.replaceAll(' ', '')}`
    await box.ok('add', name)
    box.write(`.config/mine-${name}/file`, '')
    // The account's config folder is a link; with something of its own in it, it is a folder that is to be watched.
    const own = `command swop own ${name} ~/.config/mine-${name} >/dev/null`
    const make = `echo new >$XDG_CONFIG_HOME/new-${name}`
    const lines = [`swop use ${name}`, 'swop use A', `swop use ${name}`, own, make, 'swop use A']
    expect(await run(shell, ...lines)).toEqual(silent)
    expect(fs.readFileSync(join(box.home, '.config', `new-${name}`), 'utf8')).toBe('new\n')
    expect(fs.lstatSync(box.account(name, 'config', `new-${name}`)).isSymbolicLink()).toBe(true)
  })

  it('SWOP_ROOT that was set otherwise is put right', async () => {
    const lines = [
      'swop use B',
      'swop use A',
      'swop use B',
      shell.set('SWOP_ROOT', '/elsewhere'),
      'swop use A',
    ]
    expect(await run(shell, ...lines, 'echo $SWOP_ROOT')).toEqual({ ...silent, stdout: `${box.root}\n` })
  })

  it.each([
    ['the stamp of what was read', (name: string) => box.account(name, 'inputs.stamp')],
    ['a shared folder', () => join(box.home, '.codex/prompts')],
    ['what a shared folder that is a link leads to', () => join(box.home, 'dot/agents')],
    ['the file that a copy follows', () => join(box.home, '.codex/config.toml')],
  ])('%s is gone: that is seen by what was learned', async (_what, pathOf) => {
    const name = `gone-${shell.name.replaceAll(' ', '')}`
    box.write('.codex/prompts/one.md', 'x')
    box.write('dot/agents/one.md', 'x') // not in the home itself, whose time would change
    fs.removeSync(join(box.home, '.codex/agents'))
    fs.symlinkSync(join(box.home, 'dot/agents'), join(box.home, '.codex/agents'))
    box.age(box.write('.codex/config.toml', 'a = 1\n'))
    if (!fs.existsSync(box.account(name))) await box.ok('add', name)
    await box.ok('config', 'set', '--account', name, 'share.config.toml', 'copied')
    const load = [
      shell.source(initFile(box, shell)),
      `swop use ${name}`,
      'swop use A',
      `swop use ${name}`,
      'swop use A',
    ]
    const { calls } = await processesOf(box, shell, load, [
      `command rm -r ${pathOf(name)}`,
      `swop use ${name}`,
    ])
    fs.removeSync(join(box.home, '.codex/agents'))
    await box.ok('sync')
    expect(calls.filter((call) => call.includes('execve(') && call.includes('"sync"'))).not.toEqual([])
  })

  it('a shared folder that is a link, as with a dotfile repository, is no drift; where it leads nowhere, it is', async () => {
    const name = `link-${shell.name.replaceAll(' ', '')}`
    const [folder, real] = [join(box.home, '.codex/rules'), join(box.home, `dotfiles-${shell.name}`)]
    fs.removeSync(folder)
    fs.mkdirpSync(real)
    fs.symlinkSync(real, folder)
    await box.ok('add', name)
    await box.ok('sync', name)
    const load = [shell.source(initFile(box, shell))]
    const typed = [`swop use ${name}`, `swop use ${name}`, 'swop off']
    expect((await processesOf(box, shell, load, typed)).calls).toEqual([])
    fs.removeSync(real)
    const { calls } = await processesOf(box, shell, load, typed)
    fs.removeSync(folder)
    await box.swop(['sync'])
    expect(calls.filter((call) => call.includes('execve('))[0]).toContain('"sync"')
  })
})

it.each(functionShells)(
  'in $name a file that only `swop off` reads keeps nobody from another account; off says what to do',
  async (shell) => {
    const file = join(box.root, 'shell', `off.${shell.dialect}`)
    const lines = [
      'swop use A',
      'swop use B',
      'swop use A',
      `rm ${file}`,
      'swop use B',
      show,
      'swop off',
      show,
    ]
    const { stdout, stderr } = await run(shell, ...lines)
    await box.ok('sync', 'A')
    expect(stdout).toBe(`B ${box.account('B', 'home')}\n`.repeat(2))
    expect(stderr).toBe(`swop: can't read ${file}; run: swop sync B\n`)
  },
)

it('an edition that somebody has put something into gives way, and that is kept', async () => {
  const editions = () => fs.readdirSync(box.account('A')).filter((name) => /^(learned|kept)-/.test(name))
  const [before = ''] = editions()
  fs.writeFileSync(box.account('A', before, '.DS_Store'), 'x')
  await box.ok('config', 'set', '--account', 'A', 'isolation', 'codex')
  await box.ok('sync', 'A')
  const [kept = '', after] = editions()
  expect(after).not.toBe(before)
  expect(fs.readFileSync(box.account('A', kept, '.DS_Store'), 'utf8')).toBe('x')
  await box.ok('config', 'set', '--account', 'A', 'isolation', 'overlay')
  await box.ok('sync', 'A')
})

it.each(functionShells)('a use of an account that $name knows reads no file', async (shell) => {
  const trace = join(box.folder, `trace-${shell.name}`)
  const script = join(box.folder, `script-${shell.name}`)
  const use = 'swop use A'
  const mark = (n: number) => shell.source(box.write(`mark-${n}`, ''))
  fs.writeFileSync(
    script,
    [shell.source(initFile(box, shell)), mark(0), mark(1), use, use, mark(0), use, mark(1), ''].join('\n'),
  )
  await box.ok('sync') // bridges the marks
  const { code } = await box.run('strace', [
    '-qq',
    '-o',
    trace,
    '-e',
    'trace=open,openat',
    ...shell.command,
    script,
  ])
  expect(code).toBe(0)
  const opened = fs.readFileSync(trace, 'utf8').split('\n')
  const [from, to] = [0, 1].map((n) => opened.findLastIndex((line) => line.includes(`mark-${n}`)))
  expect(to).toBeGreaterThan(from!)
  expect(opened.slice(from! + 1, to).filter((line) => !line.includes('/dev/null'))).toEqual([])
})
