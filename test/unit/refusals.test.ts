import fs from 'fs-extra'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

/** Everything in the real home but swop's own: paths, link texts, contents. */
function picture(): string[] {
  return fs
    .readdirSync(box.home, { withFileTypes: true, recursive: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ path }) => !path.startsWith(box.root))
    .map(({ entry, path }) => {
      if (entry.isSymbolicLink()) return `${path} -> ${fs.readlinkSync(path)}`
      return entry.isFile() ? `${path}: ${fs.readFileSync(path, 'utf8')}` : path
    })
    .sort()
}

describe('places where swop does not live', () => {
  const places: [string, (home: string) => Record<string, string>][] = [
    ['below the base codex home', (home) => ({ SWOP_ROOT: join(home, '.codex/swop') })],
    ['in the home itself', (home) => ({ SWOP_ROOT: home })],
    ['in an XDG folder itself', (home) => ({ SWOP_ROOT: join(home, '.config') })],
    ['below a codex home that is the home', (home) => ({ CODEX_HOME: home })],
  ]
  it.each(places)('%s', async (_name, env) => {
    box.write('.codex/auth.json', 'secret')
    const before = picture()
    expect(await box.swop(['add', 'a'], env(box.home))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^swop: swop can't live in [^\n]+\n$/),
    })
    expect(picture()).toEqual(before)
  })

  it("an account's home is no real home, with whatever root", async () => {
    await box.ok('add', 'a')
    const env = { HOME: box.account('a', 'home'), SWOP_ROOT: join(box.folder, 'other') }
    expect(await box.swop(['add', 'b'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is a folder of an account'),
    })
    expect(fs.existsSync(env.SWOP_ROOT)).toBe(false)
  })
})

describe('folders that are not what they should be', () => {
  const levels = ['overlay', 'codex', 'strict']
  it.each(levels.flatMap((level) => ['home', 'home/.codex', 'config'].map((path) => [level, path])))(
    '%s: %s is a link to the real one',
    async (level, path) => {
      box.write('.codex/config.toml', 'kept')
      box.write('.config/app/x', 'kept')
      await box.ok('add', 'a', '--isolation', level!)
      const before = picture()
      const real = {
        home: box.home,
        'home/.codex': join(box.home, '.codex'),
        config: join(box.home, '.config'),
      }[path!]!
      fs.removeSync(box.account('a', path!))
      fs.symlinkSync(real, box.account('a', path!))
      const { code } = await box.swop(['sync'])
      expect(picture()).toEqual(before)
      // A link of swop's own making is taken away, any other is refused.
      expect([0, 1]).toContain(code)
      const isRight = level === 'overlay' && path === 'config'
      if (code === 0) expect(fs.lstatSync(box.account('a', path!)).isSymbolicLink()).toBe(isRight)
    },
  )

  it('a home that is not mounted is not made anew', async () => {
    const root = join(box.folder, 'root')
    await box.run(join(box.bin, 'swop'), ['add', 'a'], { SWOP_ROOT: root })
    fs.moveSync(box.home, join(box.folder, 'away'))
    expect(await box.swop(['sync'], { SWOP_ROOT: root })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not there'),
    })
    expect(fs.existsSync(box.home)).toBe(false)
  })

  it('a shared folder that is a file: said, also by an activation', async () => {
    await box.ok('add', 'a')
    fs.removeSync(join(box.home, '.codex/sessions'))
    box.write('.codex/sessions', 'a file')
    expect(await box.swop(['sync'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('it should be a folder'),
    })
    expect(await box.swop(['env', 'a'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('it should be a folder'),
    })
  })

  it.each(['.local', '.config'])(
    '%s is a file, or a link in a circle: one line, and no word of a bug',
    async (name) => {
      for (const make of [() => box.write(name, ''), () => fs.symlinkSync(name, join(box.home, name))]) {
        fs.removeSync(join(box.home, name))
        make()
        const { code, stderr } = await box.swop(['add', 'a'], { SWOP_ROOT: join(box.folder, 'root') })
        expect([code === 0, stderr.includes('bug')]).toEqual([false, false])
        fs.removeSync(join(box.folder, 'root'))
      }
    },
  )
})

describe('logins', () => {
  beforeEach(() => void box.write('.codex/auth.json', 'secret'))
  const ways: [string, (login: string) => string][] = [
    ['as it is written', () => join(box.home, '.codex/auth.json')],
    [
      'relatively',
      (login) =>
        join('..'.concat('/..'.repeat(7)), join(box.home, '.codex/auth.json')).replace(
          /^(\.\.\/)+/,
          '../'.repeat(dirname(login).split('/').length - 1),
        ),
    ],
    [
      'by another link',
      () => (
        fs.symlinkSync(join(box.home, '.codex'), join(box.home, 'codex')),
        join(box.home, 'codex/auth.json')
      ),
    ],
  ]
  it.each(ways)('a login that is linked %s is cut off', async (_name, target) => {
    await box.ok('add', 'a')
    const login = box.account('a', 'home/.codex/auth.json')
    fs.symlinkSync(target(login), login)
    expect(fs.readFileSync(login, 'utf8')).toBe('secret')
    await box.ok('sync')
    expect(fs.existsSync(login)).toBe(false)
    expect(fs.readFileSync(join(box.home, '.codex/auth.json'), 'utf8')).toBe('secret')
  })

  it('a codex home that is written with a slash at its end', async () => {
    await box.run(join(box.bin, 'swop'), ['add', 'a'], {
      CODEX_HOME: `${box.home}/.codex/`,
    })
    const login = box.account('a', 'home/.codex/auth.json')
    fs.symlinkSync(join(box.home, '.codex/auth.json'), login)
    await box.ok('sync')
    expect(fs.existsSync(login)).toBe(false)
  })
})

describe('settings that go missing', () => {
  it('config.json: nothing is guessed', async () => {
    await box.ok('add', 'a')
    fs.removeSync(join(box.root, 'config.json'))
    for (const args of [['add', 'b'], ['sync'], ['env', 'a', '--format', 'json'], ['init', 'bash']]) {
      expect(await box.swop(args)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('config.json is missing, although'),
      })
    }
  })

  it('account.json: the account is not activated', async () => {
    await box.ok('add', 'a')
    fs.removeSync(box.account('a', 'account.json'))
    expect(await box.swop(['env', 'a'])).toMatchObject({
      code: 1,
      stdout: 'false;\n',
      stderr: expect.stringContaining('account.json is missing'),
    })
  })

  it('account.json with an older time counts as changed', async () => {
    box.write('.bashrc', '')
    await box.ok('add', 'a')
    expect(fs.readdirSync(box.account('a', 'home'))).toContain('.bashrc')
    const path = box.account('a', 'account.json')
    fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replace('overlay', 'strict'))
    fs.utimesSync(path, 1000, 1000)
    await box.ok('env', 'a')
    expect(fs.readdirSync(box.account('a', 'home'))).not.toContain('.bashrc')
  })
})

describe('two at once', () => {
  it('names that differ only in case: one of them is made', async () => {
    const results = await Promise.all(['Work', 'work', 'WORK'].map((name) => box.swop(['add', name])))
    expect(results.map(({ code }) => code).sort()).toEqual([0, 1, 1])
    const rows: { isAccount: boolean }[] = JSON.parse(await box.ok('list', '--json'))
    expect(rows.filter(({ isAccount }) => isAccount)).toHaveLength(1)
  })
})

describe('output that can not be written', () => {
  it.each([
    ['env', 'a'],
    ['list', '--json'],
    ['env', 'nope'],
  ])('%s %s to a full disk: a message, no stack', async (...args) => {
    await box.ok('add', 'a')
    const { code, stderr } = await box.run('bash', ['-c', `swop ${args.join(' ')} >/dev/full`])
    expect([code, stderr.includes(' at ')]).toEqual([expect.any(Number), false])
    expect(code).toBeGreaterThan(0)
    expect((await box.run('bash', ['-c', `swop ${args.join(' ')} | true`])).stderr).not.toContain(' at ')
  })
})

describe('an account that can not be brought in order', () => {
  it('can be left all the same', async () => {
    await box.ok('add', 'a')
    const script = `eval "$(swop env a --shell bash)"; touch ~/new; echo '{' > ${box.account('a', 'account.json')}; eval "$(swop env off --shell bash)"; echo "$HOME"`
    const { stdout, stderr } = await box.run('bash', ['-c', script])
    expect([stdout, stderr]).toEqual([
      `${box.home}\n`,
      expect.stringContaining('account.json is not valid JSON'),
    ])
  })
})

describe('a home in which something is made all the time', () => {
  it('can be activated', async () => {
    await box.ok('add', 'a')
    const folder = box.account('a', 'home/.codex')
    const busy = `while :; do : >${folder}/auth.lock; rm -f ${folder}/auth.lock; done & trap "kill $!" EXIT`
    const many = 'for n in 1 2 3 4 5 6 7 8; do swop env a --shell bash >/dev/null || exit 1; done'
    const { code, stderr } = await box.run('bash', ['-c', `${busy}; ${many}`])
    expect([code, stderr]).toEqual([0, ''])
  })
})
