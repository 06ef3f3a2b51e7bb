import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { fish, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'
import { processesOf } from '../support/trace.ts'

const box = new Sandbox()
beforeAll(async () => {
  await runScript(box, fish, []) // makes its folders at its first start
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

const silent = { code: 0, stdout: '', stderr: '' }
const run = (shell: TestShell, ...lines: string[]) =>
  runScript(box, shell, [shell.source(initFile(box, shell)), ...lines])
const conditions = '[includeIf "gitdir:~/clients/"]\n\tpath = ~/.client\n'
const text = (...path: string[]) => fs.readFileSync(join(...path), 'utf8')

/** Where a program writes something new under an account, and where it belongs. */
const newThings = [
  ['in HOME', 'home', '', ''],
  ['in the data folder', 'data', '', '.local/share'],
  ['in the config folder', 'config', '', '.config'],
  ['in .codex', 'home/.codex', '.config.toml', '.codex'],
] as const

describe.each(functionShells)('in $name', (shell) => {
  describe.each(newThings)('what is new %s', (_, folder, ending, real) => {
    it.each(['swop off', 'swop use B', shell.deactivate])('moves to the real home at: %s', async (leave) => {
      const name = `${shell.name}-${leave.replace(/\W/g, '-')}${ending}`
      const made = box.account('A', folder, name)
      const result = await run(shell, 'swop use A', `echo mine > ${made}`, leave)
      expect(result).toEqual(silent)
      expect(text(box.home, real, name)).toBe('mine\n')
      expect(fs.realpathSync(made)).toBe(fs.realpathSync(join(box.home, real, name)))
      // What there was to do is done.
      const load = [shell.source(initFile(box, shell))]
      expect((await processesOf(box, shell, load, ['swop use A', 'swop off'])).calls).toEqual([])
    })
  })

  // They are links (home/linked.ts), to be looked at on the way out and on the way in, by what was learned and otherwise.
  describe.each(['config', 'state', 'cache'] as const)('the %s folder', (name) => {
    const folder = box.account('A', name)
    const real = () => fs.realpathSync(folder)
    const again = { 'at first': [], 'when the account is known': ['swop use A', 'swop use A'] }

    describe.each(Object.entries(again))('%s', (when, before) => {
      it.each(['swop off', 'swop use B', 'swop use A'])(
        'was made anew by a program: what is in it moves to the real home at: %s',
        async (then) => {
          const made = `${shell.name}-${when}-${then}`.replaceAll(/\W/g, '-')
          const replace = [`rm ${folder}`, `mkdir ${folder}`, `echo mine > ${folder}/${made}`]
          expect(await run(shell, 'swop use A', ...before, ...replace, then)).toEqual(silent)
          expect(text(real(), made)).toBe('mine\n')
          expect(real().startsWith(box.account('A'))).toBe(false)
        },
      )

      it('leads elsewhere: that is refused', async () => {
        const [aside, other] = [`${folder}-aside`, join(box.folder, 'other')]
        const replace = [`mkdir -p ${other}`, `mv ${folder} ${aside}`, `ln -s ${other} ${folder}`]
        const { stderr } = await run(shell, 'swop use A', ...before, ...replace, 'swop use A', 'swop use B')
        fs.removeSync(folder)
        fs.renameSync(aside, folder)
        await box.swop(['sync', 'A'])
        expect(stderr.match(/is a link, and should lead to/g)).toHaveLength(2)
      })

      it('is gone: it is there again', async () => {
        expect(
          await run(shell, 'swop use A', ...before, `rm ${folder}`, 'swop use A', `ls ${folder}/`),
        ).toMatchObject({
          code: 0,
          stderr: '',
        })
      })

      it('leads to a real one that was removed: that is made again', async () => {
        const at = real()
        const lines = [
          'swop use A',
          ...before,
          `rm -r ${at}`,
          'swop use A',
          `echo x > ${folder}/new`,
          'swop off',
        ]
        expect(await run(shell, ...lines)).toEqual(silent)
        expect(text(at, 'new')).toBe('x\n')
      })
    })
  })

  it('a git configuration with conditions that comes to the real config folder', async () => {
    const source = join(box.home, '.config/git/config')
    const lines = ['swop use A', 'swop use A', 'swop use B', 'swop use B']
    const write = [
      `mkdir -p ${join(box.home, '.config/git')}`,
      `cp ${box.write('conditions', conditions)} ${source}`,
    ]
    expect(await run(shell, ...lines, ...write, 'swop use A')).toEqual(silent)
    expect(text(box.account('A', 'config/git/config'))).toContain(
      `gitdir:${fs.realpathSync(box.home)}/clients/`,
    )
    for (const path of [join(box.home, '.config/git'), box.account('A', 'copies/git-config')])
      fs.removeSync(path)
    await box.swop(['sync']) // what another test has left for a person makes it exit with 4
  })

  // `\\builtin source` does not know that it stands in an `if`: the last test of the file would end the shell.
  it('bears drift under set -eu, on entering and on leaving', async () => {
    const [one, other] = ['real', 'made'].map((name) => `${name}-${shell.name}-strict`)
    box.writeLater(one!, 'new in the real home\n')
    const strict = shell.dialect === 'fish' ? [] : ['set -eu'] // fish has no such thing
    const lines = [
      ...strict,
      'swop use A',
      `echo mine > ${box.account('A', 'home', other!)}`,
      'swop off',
      'echo on',
    ]
    expect(await run(shell, ...lines)).toEqual({ ...silent, stdout: 'on\n' })
    expect(fs.readlinkSync(box.account('A', 'home', one!))).toBe(join(box.home, one!))
    expect(text(box.home, other!)).toBe('mine\n')
  })

  it('notices a folder that has become older, too', async () => {
    const made = box.account('A', 'home', `old-${shell.name}`)
    const lines = [`echo mine > ${made}`, `touch -d 2001-01-01 ${box.account('A', 'home')}`, 'swop off']
    expect(await run(shell, 'swop use A', ...lines)).toEqual(silent)
    expect(text(box.home, `old-${shell.name}`)).toBe('mine\n')
  })

  it('moves a folder with its content', async () => {
    const made = box.account('A', 'home', `project-${shell.name}`)
    const lines = [`mkdir ${made}`, `echo one > ${made}/file`, 'swop off', 'swop use A', `cat ${made}/file`]
    expect(await run(shell, 'swop use A', ...lines)).toEqual({ ...silent, stdout: 'one\n' })
    expect(text(box.home, `project-${shell.name}/file`)).toBe('one\n')
  })

  it('takes a file that replaced a link to the real home, and backs up the one it replaces', async () => {
    const name = `.toolrc-${shell.name}`
    box.writeLater(name, 'old\n')
    const link = box.account('A', 'home', name)
    const replace = [`echo new > ${link}.tmp`, `mv ${link}.tmp ${link}`]
    expect(await run(shell, 'swop use A', ...replace, 'swop off')).toEqual(silent)
    expect(text(box.home, name)).toBe('new\n')
    expect(fs.readlinkSync(link)).toBe(join(box.home, name))
    const backups = fs.readdirSync(join(box.root, 'backups')).sort()
    expect(text(box.root, 'backups', backups.at(-1) ?? '', box.home, name)).toBe('old\n')
  })

  it('makes a shared folder again that is gone, which codex would fail on', async () => {
    fs.removeSync(join(box.home, '.codex/sessions'))
    expect(await run(shell, 'swop use A', `ls ${box.account('A', 'home/.codex/sessions')}`)).toEqual(silent)
    expect(fs.statSync(join(box.home, '.codex/sessions')).isDirectory()).toBe(true)
  })

  it('bridges what is new in the real home, and drops what is gone', async () => {
    const name = `new-${shell.name}`
    box.writeLater(name, 'real\n')
    expect(await run(shell, 'swop use A', `cat ~/${name}`)).toEqual({ ...silent, stdout: 'real\n' })
    fs.removeSync(join(box.home, name))
    box.age(box.home)
    expect(await run(shell, 'swop use A')).toEqual(silent)
    expect(fs.lstatSync(box.account('A', 'home', name), { throwIfNoEntry: false })).toBeUndefined()
  })

  describe('a copied entry', () => {
    const name = `copied-${shell.name}`
    const copy = box.account(name, 'home/.codex/config.toml')
    const load = [shell.source(initFile(box, shell))]
    beforeAll(async () => {
      box.write('.codex/config.toml', 'a = 1\n')
      await box.ok('add', name)
      await box.ok('config', 'set', '--account', name, 'overrides.b', '2')
    })
    afterAll(async () => {
      fs.removeSync(box.account(name))
      fs.removeSync(join(box.home, '.codex/config.toml'))
      await box.swop(['sync']) // what another test has left for a person makes it exit with 4
    })

    it('starts no process while the base file is as it was', async () => {
      const { calls, code } = await processesOf(box, shell, load, [`swop use ${name}`, 'swop off'])
      expect([code, calls]).toEqual([0, []])
    })

    it('follows an edit in place, which leaves the time of the folder', async () => {
      box.age(box.write('.codex/config.toml', 'a = 3\n'))
      expect(await run(shell, `swop use ${name}`)).toEqual(silent)
      expect(text(copy)).toMatch(/^a = 3\n# >>> .*\nb = 2\n# <<< swop\n$/)
    })

    it('gives back an edit in place of the copy', async () => {
      fs.writeFileSync(copy, text(copy).replace('a = 3', 'a = 4'))
      box.age(copy)
      expect(await run(shell, `swop use ${name}`)).toEqual(silent)
      expect(text(box.home, '.codex/config.toml')).toBe('a = 4\n')
    })

    it('notices that the base file is gone, and that it is back', async () => {
      fs.removeSync(join(box.home, '.codex/config.toml'))
      expect(await run(shell, `swop use ${name}`)).toEqual(silent)
      expect(text(copy)).toMatch(/^# >>> .*\nb = 2\n# <<< swop\n$/)
      box.age(box.write('.codex/config.toml', 'a = 5\n'))
      expect(await run(shell, `swop use ${name}`)).toEqual(silent)
      expect(text(copy)).toContain('a = 5\n')
    })

    it('says what is wrong with a base file, and keeps the last good copy', async () => {
      const before = text(copy)
      box.age(box.write('.codex/config.toml', 'a = 5\nb = = sk-secret\n'))
      const { code, stdout, stderr } = await run(shell, `swop use ${name}`, 'echo $SWOP_ACCOUNT')
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${name}\n` })
      expect(stderr).toContain(
        `${join(box.home, '.codex/config.toml')}: it is not valid TOML: line 2, column 5`,
      )
      expect(stderr).not.toContain('sk-secret')
      expect(text(copy)).toBe(before)
    })
  })

  it('takes up another isolation level that is written into account.json', async () => {
    const name = `level-${shell.name}`
    await box.ok('add', name)
    const settings = box.account(name, 'account.json')
    fs.writeFileSync(settings, text(settings).replace('overlay', 'codex'))
    box.age(settings)
    expect(await run(shell, `swop use ${name}`, 'echo $HOME')).toEqual({ ...silent, stdout: `${box.home}\n` })
  })

  it('activates all the same when something must be left for a person, and says what', async () => {
    const name = `left-${shell.name}`
    await box.ok('add', name)
    box.write(`tool-${shell.name}`, 'a file here, and a folder there')
    fs.outputFileSync(box.account(name, 'home', `tool-${shell.name}/mine`), '')
    const { code, stdout, stderr } = await run(shell, `swop use ${name}`, 'echo $SWOP_ACCOUNT')
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${name}\n` })
    expect(stderr).toMatch(/^swop: left as it is: .*\/home\/tool-[a-z]*: .*\n$/)
  })
})

// bash forgets inside `builtin source` that a condition is being tested: its errexit ended the shell there, silently.
it.each(functionShells.filter(({ dialect }) => dialect !== 'fish'))(
  'set -eu: an account with drift is brought in order in $name, and the shell goes on',
  async (shell) => {
    const own = new Sandbox()
    try {
      await own.ok('add', 'A')
      own.writeLater('new', '')
      const lines = [
        shell.source(initFile(own, shell)),
        'set -eu',
        'swop use A',
        'echo "$SWOP_ACCOUNT"; ls "$HOME/new"',
      ]
      expect(await runScript(own, shell, lines)).toEqual({
        code: 0,
        stdout: `A\n${own.account('A', 'home/new')}\n`,
        stderr: '',
      })
    } finally {
      own.remove()
    }
  },
)

// While there is none it is not looked at: HOME, or .config, would have another time.
it.each(
  functionShells.flatMap((shell) =>
    ['.gitconfig', '.config/git/config'].map((name) => ({ shell, name, called: shell.name })),
  ),
)('$called: takes up $name that comes, and what is written into it', async ({ shell, name }) => {
  const own = new Sandbox()
  try {
    if (shell === fish) await runScript(own, fish, [])
    await own.ok('add', 'A')
    const file = join(own.home, name)
    const copy = own.account('A', name.startsWith('.config') ? 'config/git/config' : 'home/.gitconfig')
    const lines = [
      shell.source(initFile(own, shell)),
      'swop use A; swop use A',
      `mkdir -p ${join(file, '..')}`,
      `printf '[includeIf "gitdir:~/one/"]\\n' >${file}`,
      'swop use A',
      `cat ${copy}`,
      `printf '[includeIf "gitdir:~/two/"]\\n' >${file}`,
      'swop use A',
      `cat ${copy}`,
    ]
    expect(await runScript(own, shell, lines)).toEqual({
      ...silent,
      stdout: ['one', 'two'].map((folder) => `[includeIf "gitdir:${own.home}/${folder}/"]\n`).join(''),
    })
  } finally {
    own.remove()
  }
})
