import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

// XDG folders in which nothing is the account's own are links to the real ones (home/linked.ts).

let box: Sandbox
beforeEach(() => {
  box = new Sandbox()
  box.write('.config/app/x', 'kept')
})
afterEach(() => box.remove())

const silent = { code: 0, stdout: '', stderr: '' }
const linked = { config: '.config', state: '.local/state', cache: '.cache' }
const at = (name: keyof typeof linked) => join(box.home, linked[name])
const isLink = (...path: string[]) => fs.lstatSync(box.account('a', ...path)).isSymbolicLink()

describe('an account', () => {
  beforeEach(() => box.ok('add', 'a'))

  it.each(Object.keys(linked) as (keyof typeof linked)[])(
    'has one link for the %s folder, and what is made there is in the real home at once',
    (name) => {
      expect(fs.readlinkSync(box.account('a', name))).toBe(at(name))
      fs.writeFileSync(box.account('a', name, 'new'), 'x')
      expect(fs.readFileSync(join(at(name), 'new'), 'utf8')).toBe('x')
      expect(fs.realpathSync(box.account('a', 'home', linked[name]))).toBe(fs.realpathSync(at(name)))
    },
  )

  it('does not contain itself: the data folder, in which swop lives, stays one that is bridged entry by entry', () => {
    expect(isLink('data')).toBe(false)
    expect(fs.existsSync(box.account('a', 'data/swop'))).toBe(false)
  })

  it('has a folder as long as something in it is its own, and a link again', async () => {
    box.write('.config/gh/hosts', 'real')
    await box.ok('own', 'a', join(box.home, '.config/gh'), '--empty')
    expect(isLink('config')).toBe(false)
    expect(fs.readlinkSync(box.account('a', 'config/app'))).toBe(join(box.home, '.config/app'))
    expect(fs.readdirSync(box.account('a', 'config/gh'))).toEqual([])
    expect(await box.swop(['sync'])).toEqual(silent)
    await box.ok('share', 'a', join(box.home, '.config/gh'))
    expect(isLink('config')).toBe(true)
    expect(fs.readFileSync(box.account('a', 'config/gh/hosts'), 'utf8')).toBe('real')
    expect(await box.swop(['sync'])).toEqual(silent)
  })

  it.each(['codex', 'strict'])('has a folder at isolation %s, and a link again', async (level) => {
    await box.ok('config', 'set', '--account', 'a', 'isolation', level)
    await box.ok('sync')
    expect(isLink('config')).toBe(false)
    expect(fs.existsSync(box.account('a', 'config/app'))).toBe(false)
    await box.ok('config', 'set', '--account', 'a', 'isolation', 'overlay')
    await box.ok('sync')
    expect(isLink('config')).toBe(true)
    expect(fs.readFileSync(join(box.home, '.config/app/x'), 'utf8')).toBe('kept')
  })

  it('is not made a link where something else is in its place', async () => {
    for (const [path, found] of [
      [box.account('a', 'config'), 'is a link, and should lead to'],
      [box.account('a', 'home'), 'is a link'],
    ] as const) {
      fs.moveSync(path, `${path}-aside`)
      fs.symlinkSync(box.folder, path)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, stderr } = await box.swop(['sync'])
      expect([code, stderr]).toEqual([1, expect.stringContaining(found)])
      expect(fs.readlinkSync(path)).toBe(box.folder)
      fs.removeSync(path)
      fs.moveSync(`${path}-aside`, path)
    }
  })
})

describe('an account of an earlier swop, with folders that are bridged entry by entry', () => {
  beforeEach(async () => {
    await box.ok('add', 'a')
    fs.removeSync(box.account('a', 'config'))
    fs.mkdirpSync(box.account('a', 'config'))
    fs.symlinkSync(join(box.home, '.config/app'), box.account('a', 'config/app'))
  })

  it('gets the link', async () => {
    expect(await box.ok('sync', 'a')).toContain(`link ${box.account('a', 'config')} -> ${at('config')}`)
    expect(await box.swop(['sync'])).toEqual(silent)
  })

  it('gets it when what was made there has moved to the real home, in one sync', async () => {
    fs.writeFileSync(box.account('a', 'config/new'), 'mine')
    fs.mkdirpSync(box.account('a', 'config/folder/inner'))
    fs.writeFileSync(box.account('a', 'config/folder/inner/file'), 'mine, too')
    await box.ok('sync', 'a')
    expect(isLink('config')).toBe(true)
    expect(fs.readFileSync(join(box.home, '.config/new'), 'utf8')).toBe('mine')
    expect(fs.readFileSync(join(box.home, '.config/folder/inner/file'), 'utf8')).toBe('mine, too')
    expect(await box.swop(['sync'])).toEqual(silent)
  })

  it.each([
    ['an empty folder', 'app2'],
    ['empty folders', 'kitty/sessions'],
  ])('that has %s moves it before it gets the link', async (_, path) => {
    fs.mkdirpSync(box.account('a', 'config', path))
    await box.ok('sync', 'a')
    expect(isLink('config')).toBe(true)
    expect(fs.statSync(join(box.home, '.config', path)).isDirectory()).toBe(true)
  })

  it('keeps the folder while something in it can not be read, and says so', async () => {
    fs.mkdirpSync(box.account('a', 'config/locked'))
    fs.chmodSync(box.account('a', 'config/locked'), 0)
    // Root may do anything: without its capabilities modes count for it, too.
    const user = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []
    const [program = '', ...args] = [...user, process.execPath, swopBin, 'sync', 'a']
    const { code, stderr } = await box.run(program, args)
    expect([code, stderr]).toEqual([4, expect.stringMatching(/^swop: left as it is: [^\n]*locked/)])
    expect(isLink('config')).toBe(false)
    expect(fs.readFileSync(box.account('a', 'config/app/x'), 'utf8')).toBe('kept')
  })

  it('finishes what was killed between the folder and the link', async () => {
    fs.moveSync(box.account('a', 'config'), box.account('a', 'config-former'))
    await box.ok('sync', 'a')
    expect(isLink('config')).toBe(true)
    expect(fs.existsSync(box.account('a', 'config-former'))).toBe(false)
  })

  it('leaves what a program has made in the folder that gave way', async () => {
    fs.moveSync(box.account('a', 'config'), box.account('a', 'config-former'))
    fs.writeFileSync(box.account('a', 'config-former/result'), 'mine')
    const { code, stderr } = await box.swop(['sync', 'a'])
    expect([code, stderr]).toEqual([4, expect.stringContaining('config-former')])
    expect([isLink('config'), isLink('config-former/app')]).toEqual([true, true])
    expect(fs.readFileSync(box.account('a', 'config-former/result'), 'utf8')).toBe('mine')
  })

  it('keeps the folder while something in it stays', async () => {
    fs.writeFileSync(box.account('a', 'config/app.lock'), '') // a lock, which is young
    expect(await box.swop(['sync', 'a'])).toMatchObject({ code: 0, stderr: '' })
    expect(isLink('config')).toBe(false)
    expect(fs.readFileSync(box.account('a', 'config/app/x'), 'utf8')).toBe('kept')
  })
})

describe('a real folder', () => {
  it('that is a link is led to as it is written', async () => {
    fs.moveSync(at('config'), join(box.home, 'dots'))
    fs.symlinkSync('dots', at('config'))
    await box.ok('add', 'a')
    expect(fs.readlinkSync(box.account('a', 'config'))).toBe(at('config'))
    expect(fs.readFileSync(box.account('a', 'config/app/x'), 'utf8')).toBe('kept')
    expect(await box.swop(['sync'])).toEqual(silent)
  })

  it('that is a link to a disk that is not there makes no link, until it is', async () => {
    fs.symlinkSync(join(box.folder, 'disk'), at('cache'))
    await box.ok('add', 'a')
    expect(isLink('cache')).toBe(false)
    expect(await box.swop(['sync'])).toEqual(silent)
    fs.mkdirpSync(join(box.folder, 'disk/known'))
    await box.ok('sync')
    expect(fs.readlinkSync(box.account('a', 'cache'))).toBe(at('cache'))
  })

  it('that is not there is made only where its folder is', async () => {
    const env = { XDG_CACHE_HOME: join(box.folder, 'disk/cache') }
    expect((await box.swop(['add', 'a'], env)).code).toBe(0)
    expect(isLink('cache')).toBe(false)
    expect(fs.existsSync(join(box.folder, 'disk'))).toBe(false)
    expect(await box.swop(['sync'], env)).toEqual(silent)
  })

  it('in a root of its own disk or not, with links on the way, is found from the account', async () => {
    const other = join(box.folder, 'elsewhere')
    fs.mkdirpSync(other)
    fs.symlinkSync(other, join(box.folder, 'by-link'))
    const env = { SWOP_ROOT: join(box.folder, 'by-link/swop') }
    const { code } = await box.swop(['add', 'a'], env)
    expect(code).toBe(0)
    for (const name of ['config', 'data', 'state', 'cache'])
      expect(fs.lstatSync(join(other, 'swop/accounts/a', name)).isSymbolicLink()).toBe(true)
    expect(await box.swop(['sync'], env)).toEqual(silent)
    // In order, for `swop env` and its shells, too.
    fs.chmodSync(join(other, 'swop/accounts/a'), 0o700)
    expect((await box.swop(['env', 'a'], env)).stderr).toBe('')
    expect((await box.swop(['sync', '--dry-run'], env)).stdout).toBe('')
  })
})
