import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownerText, thisProcess } from '../../src/platform/owner.ts'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  for (const name of [
    'file',
    'folder/in it',
    '.config/tool/settings',
    '.codex/config.toml',
    '.codex/new.config.toml',
  ])
    box.write(name, `${name} = 1`.replaceAll(/[^a-z=1]/g, ' '))
  box.write('.codex/config.toml', 'model = "x"\n')
  box.write('.codex/.env', 'X_KEY=1\n')
  await box.ok('add', 'a')
  for (let n = 0; n < 2; n++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    // oxlint-disable-next-line no-await-in-loop
    await box.ok('sync', 'a')
  }
})
afterEach(() => box.remove())

const real = (path: string) => join(box.home, path)
const home = (path: string) => box.account('a', 'home', path)
const replaced = (path: string, make: (path: string) => void) => {
  fs.removeSync(path)
  make(path)
}

const changes: [string, () => void][] = [
  ['an entry is new in the real home', () => fs.writeFileSync(real('new'), 'x')],
  ['one is gone', () => fs.removeSync(real('file'))],
  ['one is new in an XDG folder', () => fs.mkdirSync(real('.local/share/other'))],
  ['an XDG folder is gone', () => fs.removeSync(real('.config'))],
  ['an entry is new in the base codex home', () => fs.writeFileSync(real('.codex/other.config.toml'), '')],
  ['one that looks like a temporary file', () => fs.writeFileSync(real('.codex/my.tmp'), '')],
  ['one is gone there', () => fs.removeSync(real('.codex/new.config.toml'))],
  ['a shared folder is gone there', () => fs.removeSync(real('.codex/sessions'))],
  [
    'a shared folder is a file there',
    () => replaced(real('.codex/skills'), (path) => fs.writeFileSync(path, '')),
  ],
  ['an entry is new in the account', () => fs.writeFileSync(home('mine'), 'x')],
  ['a link is gone', () => fs.removeSync(home('file'))],
  [
    'a link was replaced by a file',
    () => replaced(home('.codex/config.toml'), (path) => fs.writeFileSync(path, 'a=1')),
  ],
  [
    'a link leads elsewhere',
    () => replaced(home('.codex/AGENTS.md'), (path) => fs.symlinkSync('/nowhere', path)),
  ],
  ['a login was linked', () => fs.symlinkSync(real('.codex/auth.json'), home('.codex/auth.json'))],
  [
    'as before, and the time of the folder was put back',
    () => {
      const { atime, mtime } = fs.statSync(home(''))
      replaced(home('file'), (path) => fs.writeFileSync(path, 'x'))
      fs.utimesSync(home(''), atime, mtime)
    },
  ],
  ["codex's .env outranks the login", () => fs.writeFileSync(real('.codex/.env'), 'HOME=/x\n')],
]

describe('an account in which all was well', () => {
  it.each(changes)('and %s: a sync sees what a whole look sees', async (_, change) => {
    change()
    const plan = await box.swop(['sync', 'a', '--dry-run', '--json'])
    const [planned] = JSON.parse(plan.stdout) as [{ steps: { entry: string }[] }]
    const [done] = JSON.parse((await box.swop(['sync', 'a', '--json'])).stdout) as [typeof planned]
    expect(planned.steps.length).toBeGreaterThan(0)
    expect(done.steps.map(({ entry }) => entry)).toEqual(
      expect.arrayContaining(planned.steps.map(({ entry }) => entry)),
    )
  })

  it.each(['inputs', 'outputs'])(
    'and the stamp of the %s was lost: shells find it in order again',
    async (name) => {
      const stamp = fs.readdirSync(box.account('a')).filter((file) => file.includes(name))
      expect(stamp).toHaveLength(1)
      fs.removeSync(box.account('a', stamp[0]!))
      await box.ok('sync', 'a')
      expect(fs.existsSync(box.account('a', stamp[0]!))).toBe(true)
    },
  )

  it.each(['env.bash', 'env.json', 'drift.fish'])('and %s was damaged: it is made again', async (name) => {
    const [file, text] = [box.account('a', name), fs.readFileSync(box.account('a', name), 'utf8')]
    fs.appendFileSync(file, ' ')
    await box.ok('sync', 'a')
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
  })

  it('and its stamp was damaged, or is of another version: it is looked at', async () => {
    const stamp = box.account('a', 'outputs.stamp')
    const [facts] = fs.readFileSync(stamp, 'utf8').split('\n')
    const { atime, mtime } = fs.statSync(stamp)
    for (const second of ['', '[]', '{', '{"x": 1}']) {
      fs.writeFileSync(stamp, `${facts}\n${second}`)
      fs.utimesSync(stamp, atime, mtime)
      // oxlint-disable-next-line no-await-in-loop
      await box.ok('sync', 'a')
    }
  })

  it.each([
    ['swop', () => join(box.root, 'lock')],
    ['the base codex home', () => real('.codex/.swop.lock')],
  ])('and a killed swop has left its lock of %s: it goes', async (_, lock) => {
    fs.writeFileSync(lock(), '999999\t1\t\tgone\n')
    const before = Date.now() / 1000 - 100
    fs.utimesSync(lock(), before, before)
    await box.ok('sync', 'a')
    expect(fs.existsSync(lock())).toBe(false)
  })

  it('and a shared folder became a link there by the sync itself: shells look at it as at a link', async () => {
    fs.removeSync(real('.codex/skills'))
    fs.removeSync(home('.codex/skills'))
    fs.mkdirpSync(join(box.folder, 'dots/skills'))
    fs.symlinkSync(join(box.folder, 'dots/skills'), home('.codex/skills'))
    await box.ok('sync', 'a')
    expect(fs.readlinkSync(real('.codex/skills'))).toBe(join(box.folder, 'dots/skills'))
    const texts = () =>
      ['drift.bash', 'use.fish', 'drift.json'].map((name) => fs.readFileSync(box.account('a', name), 'utf8'))
    const before = texts()
    fs.removeSync(box.account('a', 'outputs.stamp'))
    await box.ok('sync', 'a')
    expect(texts()).toEqual(before)
    expect(await box.ok('env', 'a', '--shell', 'bash')).toContain('SWOP_ACCOUNT')
  })

  it('and its root was copied with all times: the copy is looked at', async () => {
    const copy = join(box.folder, 'copy')
    await box.run('cp', ['-a', box.root, copy])
    expect(await box.swop(['sync', '--quiet'], { SWOP_ROOT: copy })).toMatchObject({ code: 0 })
    for (const file of ['accounts/a/env.bash', 'shell/functions.bash'])
      expect(fs.readFileSync(join(copy, file), 'utf8')).not.toContain(`'${box.root}`)
  })

  it('and its settings change while a sync is on its way: the next one goes by them', async () => {
    fs.removeSync(box.account('a', 'outputs.stamp'))
    const lock = real('.codex/.swop.lock')
    fs.writeFileSync(lock, ownerText(thisProcess())) // it waits for this one
    const syncing = box.swop(['sync', 'a', '--quiet'])
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const settings = fs.readJsonSync(box.account('a', 'account.json')) as object
    fs.writeJsonSync(box.account('a', 'account.json'), { ...settings, isolation: 'codex' })
    fs.removeSync(lock)
    expect((await syncing).code).toBe(0)
    await box.ok('sync', 'a')
    expect(fs.readFileSync(box.account('a', 'drift.json'), 'utf8')).toContain('"isolation": "codex"')
  })

  it('says again what there was to say: unknown entries, and paths that lead nowhere', async () => {
    for (const name of ['foo.bar', 'old.lock', 'plain.bar']) box.write(`.codex/${name}`, '') // for two reasons
    box.write('.codex/config.toml', 'model_instructions_file = "x.md"\n')
    const said: string[] = []
    for (let n = 0; n < 4; n++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      // oxlint-disable-next-line no-await-in-loop
      said.push((await box.swop(['sync', 'a'])).stdout)
    }
    expect(said[3]).toContain('foo.bar')
    expect(said[3]).toContain('x.md')
    expect(said[3]).toBe(said[2])
    const unknown = said.map((text) => text.split('\n').filter((line) => line.startsWith('unknown')))
    expect(unknown[3]).toEqual(unknown[0])
    expect(unknown[0]).toHaveLength(3)
    expect(await linksRead()).toEqual([])
  })

  it.each(['state_5.sqlite-wal', 'auth.json.lock', '.tmpX1', '.swop.lock.dead'])(
    'is not read again for what comes and goes with a codex: %s',
    async (name) => {
      box.write(`.codex/${name}`, '')
      expect(await linksRead()).toEqual([])
    },
  )

  it.each([
    ['the base file', () => real('.codex/config.toml')],
    ['the copy', () => home('.codex/config.toml')],
  ])('and %s of a copied entry was edited in place: it is carried', async (_, path) => {
    await box.ok('config', 'set', '--account', 'a', 'overrides.model', 'y')
    for (let n = 0; n < 2; n++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      // oxlint-disable-next-line no-await-in-loop
      await box.ok('sync', 'a')
    }
    expect(await linksRead()).toEqual([])
    fs.appendFileSync(path(), 'approval_policy = "never"\n')
    await box.ok('sync', 'a')
    for (const each of [real('.codex/config.toml'), home('.codex/config.toml')])
      expect(fs.readFileSync(each, 'utf8')).toContain('approval_policy')
  })

  it('is not read link by link again', async () => {
    expect(await linksRead()).toEqual([])
  })

  /** The links in the account's home that a sync reads. */
  async function linksRead(): Promise<string[]> {
    const log = join(box.folder, 'calls')
    const trace = ['-qq', '-o', log, '-e', 'trace=readlink,readlinkat']
    await box.run('strace', [...trace, process.execPath, swopBin, 'sync', 'a'])
    const links = fs.readFileSync(log, 'utf8').split('\n')
    return links.filter((line) => line.includes(`${home('')}/`) && !line.includes(' = -1 '))
  }
})
