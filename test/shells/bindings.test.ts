import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
const folder = (name: string) => join(box.home, name)
beforeAll(async () => {
  for (const name of ['a/sub', 'a/inner/deep', "it's a *folder* [x] ?", 'b', 'out', 'a-not'])
    fs.mkdirpSync(folder(name))
  fs.symlinkSync(folder('a'), folder('link'))
  for (const name of ['A', 'B', 'C', 'D']) await box.ok('add', name)
})
beforeEach(async () => {
  fs.removeSync(join(box.root, 'bindings.json'))
  await box.ok('default', 'none')
})
afterAll(() => box.remove())

async function bind(...pairs: [string, string][]): Promise<void> {
  for (const [name, to] of pairs) await box.ok('bind', to, folder(name))
}

/** Types the steps with a note behind each, and gives the account that was active then. */
async function walk(
  shell: TestShell,
  steps: readonly string[],
  options: Parameters<typeof typeInto>[3] = {},
): Promise<string[]> {
  const lines = steps.flatMap((step, n) => [step, `note ${n}`])
  const { log, screen } = await typeInto(box, shell, lines, options)
  expect(screen).not.toMatch(/swop: |not found|error/i)
  return log.map((line) => line.split(':')[1] ?? '')
}

const cd = (shell: TestShell, name: string) => `cd ${shell.quote(folder(name))}`

describe.each(functionShells)('in $name', (shell) => {
  it('entering activates, leaving restores, the longest folder wins', async () => {
    await bind(['a', 'A'], ['a/inner', 'B'], ['b', 'C'])
    const steps = ['out', 'a', 'a/sub', 'a/inner', 'a/inner/deep', 'a', 'a-not', 'b', 'a/inner/deep', 'out']
    expect(
      await walk(
        shell,
        steps.map((name) => cd(shell, name)),
      ),
    ).toEqual(['', 'A', 'A', 'B', 'B', 'A', '', 'C', 'B', ''])
  })

  it('by hand there stays there, and leaving puts back what was in force on entry', async () => {
    await bind(['a', 'A'], ['a/inner', 'B'])
    const steps = [
      'swop use D',
      cd(shell, 'a'),
      'swop use C',
      cd(shell, 'a/sub'),
      cd(shell, 'a/inner'),
      cd(shell, 'a'),
      'swop off',
      cd(shell, 'a/sub'),
      cd(shell, 'out'),
      'swop off',
      cd(shell, 'b'),
    ]
    expect(await walk(shell, steps)).toEqual(['D', 'A', 'C', 'C', 'B', 'C', '', '', 'D', '', ''])
  })

  it('links, odd names, cd -, pushd and subshells', async () => {
    await bind(['a', 'A'], ["it's a *folder* [x] ?", 'B'])
    const push = [`pushd ${shell.quote(folder('a'))} >/dev/null`, 'popd >/dev/null']
    const steps = [
      cd(shell, 'link/sub'),
      cd(shell, "it's a *folder* [x] ?"),
      'cd -',
      ...push,
      cd(shell, 'out'),
      ...push,
    ]
    const seen = await walk(shell, steps)
    expect(seen).toEqual(['A', 'B', 'A', 'A', 'A', '', 'A', ''])
  })

  it("a folder of the account's home is the folder of the real one", async () => {
    await bind(['a', 'A'])
    expect(await walk(shell, ['swop use D', 'cd ~/a', 'cd ~/out', 'cd'])).toEqual(['D', 'A', 'D', 'D'])
  })

  it('bind and unbind count at once in the shell that they are typed in', async () => {
    const steps = [
      cd(shell, 'a'),
      'swop bind A . >/dev/null',
      cd(shell, 'out'),
      cd(shell, 'a'),
      'swop unbind >/dev/null',
      cd(shell, 'b'),
    ]
    expect(await walk(shell, steps)).toEqual(['', 'A', '', 'A', '', ''])
  })

  it('binding the folder that one is in to another account counts at once', async () => {
    const steps = [
      cd(shell, 'a'),
      'swop bind A . >/dev/null',
      'swop bind B . >/dev/null',
      cd(shell, 'a/inner'),
      'swop bind C .. >/dev/null',
      'swop use D',
      'swop bind A ../../b >/dev/null',
      cd(shell, 'out'),
    ]
    expect(await walk(shell, steps)).toEqual(['', 'A', 'B', 'B', 'C', 'D', 'D', ''])
  })

  it("what is a folder of its own in the account's home is the real home's, too", async () => {
    fs.mkdirpSync(folder('.config/gh'))
    await bind(['.config', 'A'], ['.local', 'B'])
    const there = ['cd ~/.config', 'cd ~/.config/gh', 'cd ~/.local/share', 'cd']
    expect(await walk(shell, ['swop use D', ...there])).toEqual(['D', 'A', 'A', 'B', 'D'])
    const steps = ['swop use D', 'cd ~/.config', 'swop bind C >/dev/null', 'swop unbind ~/.config >/dev/null']
    expect(await walk(shell, steps)).toEqual(['D', 'A', 'C', 'D'])
  })

  it('a folder that has become a link to a bound one', async () => {
    fs.mkdirpSync(folder('moved/sub'))
    fs.mkdirpSync(folder('was/sub'))
    await bind(['moved', 'A'])
    const replace = `mv ${folder('was')} ${folder('before')}; ln -s ${folder('moved')} ${folder('was')}`
    const steps = [cd(shell, 'was'), replace, cd(shell, 'was/sub'), cd(shell, 'out')]
    const seen = await walk(shell, steps)
    for (const name of ['moved', 'was', 'before']) fs.removeSync(folder(name))
    expect(seen).toEqual(['', '', 'A', ''])
  })

  it('a subshell goes by itself, and the shell around it stays', async () => {
    await bind(['a', 'A'])
    const inner = {
      bash: `(${cd(shell, 'a')}; note in)`,
      zsh: `(${cd(shell, 'a')}; note in)`,
      fish: `fish -c 'cd ${folder('a')}; echo "in:$SWOP_ACCOUNT:" >> ${join(box.folder, 'log')}'`,
    }[shell.name]!
    const { log } = await typeInto(box, shell, [cd(shell, 'out'), inner, 'note out'])
    expect(log.map((line) => line.split(':')[1])).toEqual([shell.name === 'zsh' ? 'A' : '', ''])
  })

  it('a shell under set -u that has no prompt hook starts like others', async () => {
    const before = { bash: ['set -u', 'unset PROMPT_COMMAND'], zsh: ['set -u'], fish: [] }[shell.name]!
    await box.ok('default', 'C')
    const { log, screen } = await typeInto(box, shell, ['note 0'], { before })
    expect(log).toEqual([`0:C:${box.account('C', 'home')}`])
    expect(screen).not.toContain('unbound')
  })

  it('a shell that is started with an account keeps it', async () => {
    await bind(['a', 'A'])
    const active = JSON.parse(await box.ok('env', 'D', '--format', 'json')) as Record<string, string | null>
    const env = Object.fromEntries(Object.entries(active).filter(([, value]) => value !== null)) as Record<
      string,
      string
    >
    const steps = [cd(shell, 'a'), cd(shell, 'out')]
    const inherited = {
      env: { ...env, SWOP_SAVED: '1', SWOP_SAVED_HOME: box.home },
      before: [cd(shell, 'a')],
    }
    expect(await walk(shell, ['true', ...steps], inherited)).toEqual(['D', 'D', 'D'])
  })

  it('the default account is for a shell that inherits nothing', async () => {
    await box.ok('default', 'C')
    await bind(['a', 'A'])
    expect(await walk(shell, ['true', cd(shell, 'a'), cd(shell, 'out'), 'swop off'])).toEqual([
      'C',
      'A',
      'C',
      '',
    ])
  })

  it('there is no hook without a binding, and one process less than none with one', async () => {
    const hooks = {
      bash: 'echo "hook=$PROMPT_COMMAND" >> log',
      zsh: 'echo "hook=$precmd_functions$chpwd_functions" >> log',
      fish: 'functions -q __swop_prompt; and echo hook=yes >> log; or echo hook= >> log',
    }[shell.name]!
    const plain = await typeInto(box, shell, [`cd ${shell.quote(box.folder)}`, hooks])
    expect(plain.log).toContain('hook=')
    await bind(['a', 'A'])
    const bound = await typeInto(box, shell, [`cd ${shell.quote(box.folder)}`, hooks])
    expect(bound.log.join()).toMatch(/hook=.+/)
  })

  it('an account that is gone, and a start file that is broken: a message at most, and a shell', async () => {
    await bind(['a', 'D'])
    const start = join(box.root, 'shell', shell.name === 'bash' ? 'start-map.bash' : `start.${shell.dialect}`)
    const text = fs.readFileSync(start, 'utf8').replaceAll("'D'", "'gone'")
    fs.writeFileSync(start, text)
    const { log, screen } = await typeInto(box, shell, [cd(shell, 'a'), 'note x', cd(shell, 'out'), 'note y'])
    expect(log).toEqual([`x::${box.home}`, `y::${box.home}`])
    expect(screen).toContain("there is no account 'gone'")
  })
})

describe('the commands', () => {
  it('say what is wrong, and change nothing', async () => {
    expect(await box.swop(['bind', 'nope', box.home])).toMatchObject({ code: 3, stdout: '' })
    expect(await box.swop(['bind', 'A', '/no/such/folder'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no folder'),
    })
    expect(await box.swop(['unbind', '/etc'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not bound'),
    })
    expect(await box.swop(['default', 'nope'])).toMatchObject({ code: 3 })
    expect(fs.existsSync(join(box.root, 'bindings.json'))).toBe(false)
  })

  it('a folder has one account: the last one', async () => {
    await bind(['a', 'A'], ['a', 'B'], ['link', 'C'])
    expect(JSON.parse(await box.ok('bindings', '--json'))).toEqual([
      { folder: folder('a'), account: 'C', exists: true, known: true },
    ])
    await box.ok('unbind', folder('link'))
    expect(await box.ok('bindings')).toBe('')
  })

  it('a list that was edited by hand: the last of two names for one folder wins, in every shell', async () => {
    const bindings = { [folder('a')]: 'A', [`${folder('a')}/`]: 'B', [folder('link')]: 'C' }
    fs.writeFileSync(join(box.root, 'bindings.json'), JSON.stringify({ version: 1, bindings }))
    await box.ok('sync')
    for (const shell of functionShells) {
      // oxlint-disable-next-line no-await-in-loop -- they share a log
      expect(await walk(shell, [cd(shell, 'a'), cd(shell, 'out')])).toEqual(['C', ''])
    }
    expect(JSON.parse(await box.ok('bindings', '--json'))).toMatchObject([{ folder: folder('a') }])
  })

  it('none is lost when several are made at once', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `many/${n}`)
    for (const name of names) fs.mkdirpSync(folder(name))
    await Promise.all(names.map((name) => bind([name, 'A'])))
    expect(JSON.parse(await box.ok('bindings', '--json'))).toHaveLength(names.length)
  })

  it('the folder that the shell is in has to have a name that can be written down', async () => {
    const script = String.raw`d=$(printf 'x\377y'); mkdir -p "$d"; cd "$d" && swop bind A`
    expect(await box.run('sh', ['-c', script])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no folder'),
    })
  })

  it('a bindings file that was broken by hand: said by name, and shells start as before', async () => {
    await bind(['a', 'A'])
    fs.writeFileSync(join(box.root, 'bindings.json'), '{')
    expect(await box.swop(['bindings'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('bindings.json is not valid JSON'),
    })
    expect(await walk(functionShells[0]!, [cd(functionShells[0]!, 'a')])).toEqual(['A'])
    fs.removeSync(join(box.root, 'bindings.json'))
  })

  it('default prints what is set', async () => {
    expect(await box.ok('default')).toBe('none\n')
    await box.ok('default', 'B')
    expect(await box.ok('default')).toBe('B\n')
  })
})
