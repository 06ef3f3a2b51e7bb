import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choose, parseAge, parseSize, sizeText } from '../../src/backups/choice.ts'
import { parseManifest } from '../../src/backups/record.ts'
import { Sandbox } from '../support/sandbox.ts'

const day = 86_400_000

describe('which backups are deleted', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  const candidate = {
    when: new Date(now.getTime() - 100 * day),
    bytes: 5e6,
    holdsLogin: false,
    hasOthers: false,
  }
  const criteria = { olderThan: 90 * day, largerThan: -1, logins: false }
  it.each([
    ['old enough', {}, {}, 'deleted'],
    ['too young', { when: new Date(now.getTime() - 80 * day) }, {}, 'not meant'],
    ['of the future', { when: new Date(now.getTime() + day) }, {}, 'not meant'],
    ['too small', {}, { largerThan: 5e6 }, 'not meant'],
    ['large enough', {}, { largerThan: 4e6 }, 'deleted'],
    ['with a login', { holdsLogin: true }, {}, 'it holds a login; --logins deletes it, too'],
    ['with a login, as asked', { holdsLogin: true }, { logins: true }, 'deleted'],
    ['with something unknown', { hasOthers: true }, { logins: true }, 'it holds something that its manifest'],
  ])('%s', (_name, facts, wanted, verdict) => {
    const [choice] = choose([{ ...candidate, ...facts }], { ...criteria, ...wanted }, now)
    expect(choice === undefined ? 'not meant' : (choice.keptFor ?? 'deleted')).toContain(verdict)
  })

  it.each([
    ['90d', 90 * day],
    ['12h', day / 2],
    ['8w', 56 * day],
  ])('%s', (text, milliseconds) => expect(parseAge(text)).toBe(milliseconds))

  it.each(['', '90', 'd', '-1d', '1.5d', '90 d', '1y', '9999999d'])('no age: %j', (text) =>
    expect(() => parseAge(text)).toThrow(/is no age/),
  )

  it.each([
    ['1G', 1e9, '1.0 GB'],
    ['500k', 5e5, '500.0 kB'],
    ['20MB', 2e7, '20.0 MB'],
  ])('%s', (text, bytes, shown) => expect([parseSize(text), sizeText(bytes)]).toEqual([bytes, shown]))

  it.each(['', '1', 'G', '-1G', '1T'])('no size: %j', (text) =>
    expect(() => parseSize(text)).toThrow(/is no size/),
  )
})

describe('a manifest', () => {
  const record = {
    version: 1,
    at: '2026-01-01T00:00:00.000Z',
    what: 'entry',
    from: '/a/b',
    why: 'x',
    how: 'moved',
  }
  it.each([
    ['a good line', {}, 1],
    ['a path that leads out', { from: '/a/../../etc' }, 0],
    ['no path', { from: 'a' }, 0],
    ['of a newer swop', { version: 2 }, 0],
    ['no time', { at: 'yesterday' }, 0],
    ['of another kind', { what: 'secret' }, 0],
  ])('%s', (_name, changes, count) => {
    const line = JSON.stringify({ ...record, ...changes })
    expect(parseManifest(`${line}\n${line.slice(0, 40)}`)).toHaveLength(count)
  })
})

describe('swop backups', () => {
  let box: Sandbox
  beforeEach(() => (box = new Sandbox()))
  afterEach(() => box.remove())

  const base = () => join(box.home, '.codex/config.toml')
  const list = async () => JSON.parse(await box.ok('backups', '--json'))

  /** The account has replaced the link to the shared file by a newer one: the older one goes to backups/. */
  async function displace(older: string, newer: string): Promise<void> {
    box.write('.codex/config.toml', older)
    fs.utimesSync(base(), 1_600_000_000, 1_600_000_000)
    if (!fs.existsSync(box.account('a'))) await box.ok('add', 'a')
    const path = box.account('a', 'home/.codex/config.toml')
    fs.removeSync(path)
    fs.writeFileSync(path, newer)
    await box.ok('sync')
  }

  it('lists what a reconcile has displaced, and puts it back; what is there now goes to backups', async () => {
    await displace('older = 1', 'newer = 1')
    expect(fs.readFileSync(base(), 'utf8')).toBe('newer = 1')
    const [backup, ...others] = await list()
    expect([others, backup.entries.length]).toEqual([[], 1])
    expect(backup.entries[0]).toMatchObject({
      what: 'entry',
      from: base(),
      bytes: 9,
      why: expect.stringMatching(/./),
    })
    const printed = await box.ok('backups')
    expect(printed).toMatch(/^\S+ {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}9 B\n {4}[^\n]*config.toml: [^\n]+\n$/)
    expect(await box.swop(['restore', backup.backup])).toMatchObject({
      code: 0,
      stdout: `Restored ${base()}\n`,
    })
    expect(fs.readFileSync(base(), 'utf8')).toBe('older = 1')
    const [second] = await list()
    expect(fs.readFileSync(second.entries[0].path, 'utf8')).toBe('newer = 1')
    expect(await box.ok('sync')).toBe('')
    expect(fs.readFileSync(base(), 'utf8')).toBe('older = 1')
    await box.ok('restore', second.backup)
    expect(fs.readFileSync(base(), 'utf8')).toBe('newer = 1')
  })

  it('what was an own entry of the account comes back where people look for it: in the real home', async () => {
    box.write('.tool', 'real')
    await box.ok('add', 'a')
    await box.ok('own', 'a', join(box.home, '.tool'))
    fs.writeFileSync(box.account('a', 'home/.tool'), 'own')
    await box.ok('share', 'a', join(box.home, '.tool'))
    const [backup] = await list()
    await box.ok('restore', backup.backup)
    expect(fs.readFileSync(join(box.home, '.tool'), 'utf8')).toBe('own')
    expect(fs.lstatSync(box.account('a', 'home/.tool')).isSymbolicLink()).toBe(true)
    expect(fs.readFileSync((await list())[0].entries[0].path, 'utf8')).toBe('real')
  })

  it('a place that is gone: nothing changes, and the file is named', async () => {
    await displace('older', 'newer')
    const [backup] = await list()
    fs.removeSync(join(box.home, '.codex'))
    const { code, stderr } = await box.swop(['restore', backup.backup])
    expect([code, stderr]).toEqual([1, expect.stringContaining(backup.entries[0].path)])
    expect(fs.readFileSync(backup.entries[0].path, 'utf8')).toBe('older')
  })

  it('prunes only when asked, only what is old, has a manifest and holds no login', async () => {
    await displace('older', 'newer')
    await box.ok('add', 'gone')
    fs.writeFileSync(box.account('gone', 'home/.codex/auth.json'), '{"OPENAI_API_KEY":"sk-planted"}')
    await box.ok('remove', 'gone', '--yes')
    const folder = join(box.root, 'backups')
    fs.outputFileSync(join(folder, 'mine/file'), 'no manifest')
    for (const id of fs.readdirSync(folder)) {
      const manifest = join(folder, id, 'manifest.jsonl')
      if (!fs.existsSync(manifest)) continue
      fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replaceAll(/"at":"\d+/g, '"at":"2020'))
    }
    const ids = fs.readdirSync(folder)
    for (const args of [['prune'], ['--older-than', '90d'], ['prune', '--older-than', 'long']])
      expect(await box.swop(['backups', ...args])).toMatchObject({ code: 2 })
    const dry = await box.swop(['backups', 'prune', '--older-than', '90d', '--dry-run'])
    expect([dry.stdout, dry.stderr]).toEqual([
      expect.stringMatching(/^Would delete \S+ \(5 B\)\n$/),
      expect.stringMatching(/^Kept \S+-gone \([^)]*\): it holds a login[^\n]*\n$/),
    ])
    expect(await box.ok('backups', 'prune', '--older-than', '90d', '--larger-than', '1G')).toBe('')
    expect(fs.readdirSync(folder)).toEqual(ids)
    expect(await box.ok('backups', 'prune', '--older-than', '90d')).toMatch(/^Deleted \S+ \(5 B\)\n$/)
    expect(fs.readdirSync(folder).sort()).toEqual([ids.find((id) => id.endsWith('-gone')), 'mine'])
    expect(await box.ok('backups', 'prune', '--older-than', '90d', '--logins')).toMatch(/^Deleted \S+-gone/)
    expect(fs.readdirSync(folder)).toEqual(['mine'])
    expect(fs.readFileSync(join(folder, 'mine/file'), 'utf8')).toBe('no manifest')
  })

  it('keeps a backup in which something lies that no manifest has', async () => {
    await displace('older', 'newer')
    const [backup] = await list()
    const folder = join(box.root, 'backups', backup.backup)
    const manifest = join(folder, 'manifest.jsonl')
    fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replaceAll(/"at":"\d+/g, '"at":"2020'))
    fs.writeFileSync(join(folder, 'mine'), 'x')
    const { stdout, stderr } = await box.swop(['backups', 'prune', '--older-than', '1d'])
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('its manifest does not have')])
    expect(fs.existsSync(backup.entries[0].path)).toBe(true)
  })
})
