import fc from 'fast-check'
import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

const later = Date.now() / 1000 + 100
const earlier = 1_000_000

/** The texts of all files below a folder, links not followed. */
function contents(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    return entry.isFile() && entry.name !== 'manifest.jsonl'
      ? [fs.readFileSync(join(entry.parentPath, entry.name), 'utf8')]
      : []
  })
}

function put(path: string, text: string, time?: number): void {
  fs.mkdirpSync(join(path, '..'))
  fs.writeFileSync(path, text)
  if (time !== undefined) fs.utimesSync(path, time, time)
}

describe('a new account', () => {
  it('shares the base codex home but for the login, and keeps private what it makes', async () => {
    box.write('.codex/auth.json', 'secret')
    box.write('.codex/config.toml', 'model = "x"')
    await box.ok('add', 'a')
    const home = box.account('a', 'home/.codex')
    expect(fs.readFileSync(join(home, 'config.toml'), 'utf8')).toBe('model = "x"')
    expect(fs.existsSync(join(home, 'auth.json'))).toBe(false)
    expect(fs.realpathSync(join(home, 'sessions'))).toBe(join(box.home, '.codex/sessions'))
    for (const entry of fs.readdirSync(box.root, { withFileTypes: true, recursive: true })) {
      if (entry.isSymbolicLink()) continue
      const mode = fs.lstatSync(join(entry.parentPath, entry.name)).mode & 0o777
      expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600])
    }
  })

  it('does not contain itself', async () => {
    await box.ok('add', 'a')
    const { stderr, code } = await box.run('find', ['-L', box.account('a'), '-name', 'no such thing'])
    expect([code, stderr]).toEqual([0, ''])
  })

  it('sees every entry of the real folders', async () => {
    for (const path of [
      '.gitconfig',
      '.config/git/config',
      '.local/share/x/y',
      '.local/bin/tool',
      'with space/f',
      '.cache/c/d',
    ])
      box.write(path, path)
    await box.ok('add', 'a')
    const seen = (path: string) => fs.readFileSync(box.account('a', path), 'utf8')
    expect(seen('home/.gitconfig')).toBe('.gitconfig')
    expect(seen('config/git/config')).toBe('.config/git/config')
    expect(seen('home/.config/git/config')).toBe('.config/git/config')
    expect(seen('data/x/y')).toBe('.local/share/x/y')
    expect(seen('home/.local/share/x/y')).toBe('.local/share/x/y')
    expect(seen('home/.local/bin/tool')).toBe('.local/bin/tool')
    expect(seen('home/with space/f')).toBe('with space/f')
    expect(seen('cache/c/d')).toBe('.cache/c/d')
    expect(fs.existsSync(box.account('a', 'data/swop'))).toBe(false)
  })

  it('is refused in the spelling of another one', async () => {
    await box.ok('add', 'Work')
    expect(await box.swop(['add', 'work'])).toMatchObject({
      code: 1,
      stderr: "swop: there is already an account 'Work'; choose another name\n",
    })
  })
})

describe('sync', () => {
  beforeEach(async () => void (await box.ok('add', 'a')))

  it('moves what codex made or replaced to the base home, and links it again', async () => {
    const codexHome = box.account('a', 'home/.codex')
    fs.unlinkSync(join(codexHome, 'config.toml'))
    put(join(codexHome, 'config.toml'), 'by codex', later)
    put(join(box.home, '.codex/config.toml'), 'before')
    fs.unlinkSync(join(codexHome, 'skills'))
    fs.rmdirSync(join(box.home, '.codex/skills'))
    put(join(codexHome, 'skills/mine/SKILL.md'), 'skill')
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, '.codex/config.toml'), 'utf8')).toBe('by codex')
    expect(fs.readFileSync(join(box.home, '.codex/skills/mine/SKILL.md'), 'utf8')).toBe('skill')
    expect(fs.lstatSync(join(codexHome, 'config.toml')).isSymbolicLink()).toBe(true)
    expect(contents(join(box.root, 'backups'))).toEqual(['before'])
  })

  it('bridges new real entries, drops links whose end is gone, and moves what is new in the account', async () => {
    box.write('new-real', 'r')
    put(box.account('a', 'home/new-here/f'), 'h')
    put(box.account('a', 'data/new-app/f'), 'd')
    put(box.account('a', 'state/tool/f'), 's')
    await box.ok('sync', 'a')
    expect(fs.readFileSync(box.account('a', 'home/new-real'), 'utf8')).toBe('r')
    expect(fs.readFileSync(join(box.home, 'new-here/f'), 'utf8')).toBe('h')
    expect(fs.readFileSync(join(box.home, '.local/share/new-app/f'), 'utf8')).toBe('d')
    expect(fs.readFileSync(box.account('a', 'home/.local/share/new-app/f'), 'utf8')).toBe('d')
    expect(fs.readFileSync(join(box.home, '.local/state/tool/f'), 'utf8')).toBe('s')
    fs.unlinkSync(join(box.home, 'new-real'))
    await box.ok('sync', 'a')
    expect(fs.readdirSync(box.account('a', 'home'))).not.toContain('new-real')
  })

  it('does nothing the second time, and says nothing', async () => {
    put(box.account('a', 'home/x'), 'x')
    expect(await box.ok('sync')).toContain('move ')
    expect(await box.swop(['sync'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('--dry-run says what it would do, changes nothing, and exits with 4', async () => {
    put(box.account('a', 'home/x'), 'x')
    const { code, stdout } = await box.swop(['sync', '--dry-run'])
    expect([code, stdout]).toEqual([
      4,
      expect.stringContaining(`move ${box.account('a', 'home/x')} to ${join(box.home, 'x')}`),
    ])
    expect(fs.existsSync(join(box.home, 'x'))).toBe(false)
    await box.ok('sync')
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('leaves what needs judgement, says so, and exits with 4', async () => {
    put(box.account('a', 'home/both/mine'), 'm')
    box.write('both', 't')
    const { code, stderr } = await box.swop(['sync'])
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining(`left as it is: ${box.account('a', 'home/both')}`),
    ])
    expect(fs.readFileSync(box.account('a', 'home/both/mine'), 'utf8')).toBe('m')
  })

  it('never takes the real home for the account: a link in place of its folder is refused', async () => {
    box.write('keep', 'k')
    fs.removeSync(box.account('a', 'home'))
    fs.symlinkSync(box.home, box.account('a', 'home'))
    expect(await box.swop(['sync'])).toMatchObject({ code: 1, stderr: expect.stringContaining('is a link') })
    expect(fs.readFileSync(join(box.home, 'keep'), 'utf8')).toBe('k')
  })

  it('runs 12 times at once', async () => {
    for (let n = 0; n < 20; n++) put(box.account('a', `home/f${n}`), `f${n}`)
    const results = await Promise.all(Array.from({ length: 12 }, () => box.swop(['sync', '--quiet'])))
    for (const result of results) expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
    for (let n = 0; n < 20; n++) expect(fs.readFileSync(join(box.home, `f${n}`), 'utf8')).toBe(`f${n}`)
    expect(fs.readdirSync(box.root).sort()).toEqual(['accounts', 'backups', 'config.json', 'shell'])
  })

  it('takes over the lock of a process that died', async () => {
    put(join(box.root, 'lock'), '999999999\n')
    await box.ok('sync')
  })
})

// Every kind of entry on both sides: whatever the state, no content is lost and the second run has nothing to do.
const entry = fc.constantFrom('absent', 'file', 'old file', 'folder', 'empty folder', 'link', 'dangling link')
const name = fc.constantFrom(
  'config.toml',
  'skills',
  'history.jsonl',
  'auth.json',
  'zzz',
  '.env',
  'state_5.sqlite',
  'sessions',
  '.tmpX',
)
const state = fc.record({
  where: fc.constantFrom('.codex', ''),
  name,
  real: entry,
  account: fc.oneof(entry, fc.constant('link to the real one')),
})

function make(path: string, kind: string, text: string, real: string): void {
  if (kind.endsWith('file')) put(path, text, kind === 'file' ? later : earlier)
  if (kind === 'folder') put(join(path, 'inside'), text)
  if (kind === 'empty folder') fs.mkdirpSync(path)
  if (kind === 'link') fs.symlinkSync('/etc/hostname', path)
  if (kind === 'dangling link') fs.symlinkSync('/nowhere', path)
  if (kind === 'link to the real one') fs.symlinkSync(real, path)
}

describe('from any state', () => {
  it('reaches one that stays, and every content is still there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(state, { maxLength: 8, selector: (each) => each.where + each.name }),
        async (states) => {
          box.remove()
          box = new Sandbox()
          await box.ok('add', 'a')
          states.forEach(({ where, name, real, account }, n) => {
            const paths = {
              real: join(box.home, where, name),
              account: box.account('a', 'home', where, name),
            }
            for (const path of Object.values(paths)) fs.removeSync(path)
            make(paths.real, real, `planted real ${n}`, paths.real)
            make(paths.account, account, `planted account ${n}`, paths.real)
          })
          const planted = () =>
            contents(box.home)
              .filter((text) => text.startsWith('planted'))
              .sort()
          const before = planted()
          const first = await box.swop(['sync'])
          expect([first, [0, 4].includes(first.code ?? -1)]).toEqual([first, true])
          expect(await box.swop(['sync', '--quiet'])).toEqual({ ...first, stdout: '' })
          expect(planted()).toEqual(before)
          const login = box.account('a', 'home/.codex/auth.json')
          if (fs.lstatSync(login, { throwIfNoEntry: false })?.isSymbolicLink()) {
            expect(fs.readlinkSync(login)).not.toContain(box.home)
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 180_000)
})
