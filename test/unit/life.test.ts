import fs from 'fs-extra'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { killedAt } from '../support/kill.ts'
import { Sandbox } from '../support/sandbox.ts'
import { chatgptFile } from '../support/tokens.ts'

const login = chatgptFile({ email: 'me@example.com', user: 'u', workspace: 'w' }, { refresh: 'rt-planted-1' })
const again = chatgptFile({ email: 'me@example.com', user: 'u', workspace: 'w' }, { refresh: 'rt-planted-2' })
const somebody = chatgptFile(
  { email: 'a@example.com', user: 'v', workspace: 'w' },
  { refresh: 'rt-planted-3' },
)

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

/** Everything in a folder to the last bit: names, kinds, modes, times, links, contents. */
function picture(folder: string): string[] {
  const walk = (path: string): string[] => {
    const stat = fs.lstatSync(path)
    const kind = stat.isSymbolicLink()
      ? `-> ${fs.readlinkSync(path)}`
      : stat.isDirectory()
        ? '/'
        : fs.readFileSync(path, 'base64')
    const inner = stat.isDirectory() ? fs.readdirSync(path).flatMap((name) => walk(join(path, name))) : []
    return [`${relative(folder, path)} ${stat.mode.toString(8)} ${stat.mtimeMs} ${kind}`, ...inner]
  }
  return walk(folder)
}

/** The names in `swop list`, without the real home's. */
async function accounts(): Promise<string[]> {
  const rows: { name: string; isAccount: boolean }[] = JSON.parse(await box.ok('list', '--json'))
  return rows.filter(({ isAccount }) => isAccount).map(({ name }) => name)
}

async function lived(name: string): Promise<void> {
  box.write('.bashrc', '# mine')
  await box.ok('add', name)
  fs.writeFileSync(box.account(name, 'home/.codex/auth.json'), login, { mode: 0o600 })
  fs.mkdirpSync(box.account(name, 'home/.codex/log'))
  fs.writeFileSync(box.account(name, 'home/.codex/log/odd'), Buffer.from([0, 255, 10, 13]), { mode: 0o640 })
  fs.symlinkSync('nowhere', box.account(name, 'home/.codex/tmp'))
  await box.ok('sync', name)
}

describe('swop rename', () => {
  it('keeps the login, and what names the account follows', async () => {
    await lived('old')
    box.write('proj/x', '')
    await box.ok('bind', 'old', join(box.home, 'proj'))
    await box.ok('default', 'old')
    const { code, stdout, stderr } = await box.swop(['rename', 'old', 'new'])
    expect([code, stdout]).toEqual([0, 'Renamed account old to new.\n'])
    expect(stderr).toContain('is bound to new now.')
    expect(stderr).toContain('swop use new')
    expect(fs.readFileSync(box.account('new', 'home/.codex/auth.json'), 'utf8')).toBe(login)
    expect([await box.ok('default'), await box.ok('bindings')]).toEqual([
      'new\n',
      expect.stringContaining('new'),
    ])
    expect(fs.readFileSync(join(box.root, 'shell/start.bash'), 'utf8')).not.toContain("'old'")
    const left = await box.run('grep', ['-rl', `accounts/old`, box.root])
    expect(left.stdout).toBe('')
    expect(await accounts()).toEqual(['new'])
    // No link in it leads to where it was.
    const links = await box.run('find', [box.account('new'), '-lname', '*accounts/old*'])
    expect(links.stdout).toBe('')
    expect(await box.ok('sync')).toBe('')
    expect(await box.swop(['env', 'old'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("to 'new'"),
    })
    // The old name is free, and what a program has made in its home all the same is not lost.
    fs.writeFileSync(box.account('old', 'home/stray'), 'x')
    await box.ok('add', 'old')
    const [backup] = JSON.parse(await box.ok('backups', '--json'))
    expect(fs.readFileSync(join(backup.entries[0].path, 'home/stray'), 'utf8')).toBe('x')
    await box.ok('remove', 'old', '--yes')
    await box.ok('rename', 'new', 'old')
    expect(fs.readFileSync(box.account('old', 'home/.codex/auth.json'), 'utf8')).toBe(login)
  })

  it.each([
    ['work', 'Work', 0],
    ['work', 'taken', 1],
    ['work', 'TAKEN', 1],
    ['work', 'off', 2],
    ['work', '../x', 2],
    ['nope', 'new', 3],
    ['work', 'work', 1],
  ])('%s to %s: %i', async (from, to, code) => {
    await box.ok('add', 'work')
    await box.ok('add', 'taken')
    expect(await box.swop(['rename', from, to])).toMatchObject({ code })
    const names = await accounts()
    expect(names).toEqual(code === 0 ? [to, 'taken'] : ['taken', 'work'])
  })

  it.each([
    ['keyring', /keeps this login in the keyring/],
    ['auto', /'auto'\) does not follow/],
    ['file', /^Renamed|^Shells that have it active[^\n]*\n$/],
  ])('says what a login in the keyring does: %s', async (store, message) => {
    box.write('.codex/config.toml', `cli_auth_credentials_store = "${store}"\n`)
    await box.ok('add', 'work')
    expect((await box.swop(['rename', 'work', 'new'])).stderr).toMatch(message)
  })
})

describe('swop remove and restore', () => {
  it('brings the account back byte for byte, with what named it', async () => {
    await lived('work')
    box.write('proj/x', '')
    await box.ok('bind', 'work', join(box.home, 'proj'))
    await box.ok('default', 'work')
    await box.ok('sync')
    const before = picture(box.account('work'))
    const removed = await box.swop(['remove', 'work', '--yes'])
    expect(removed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Removed account work; it lies in'),
    })
    expect(removed.stderr).toContain('is no longer bound')
    expect(fs.existsSync(box.account('work', 'account.json'))).toBe(false)
    expect([await box.ok('default'), await box.ok('bindings')]).toEqual(['none\n', ''])
    const [backup] = JSON.parse(await box.ok('backups', '--json'))
    expect(backup).toMatchObject({
      holdsLogin: true,
      entries: [{ what: 'account', name: 'work', why: 'removed' }],
    })
    const restored = await box.swop(['restore', backup.backup])
    expect(restored).toMatchObject({ code: 0, stdout: 'Restored account work.\n' })
    expect(picture(box.account('work'))).toEqual(before)
    expect([await box.ok('default'), await box.ok('bindings')]).toEqual([
      'work\n',
      expect.stringContaining('proj'),
    ])
    expect(fs.readdirSync(join(box.root, 'backups'))).toEqual([])
    expect(fs.readdirSync(join(box.root, 'accounts'))).toEqual(['work'])
    for (const { stdout, stderr } of [removed, restored]) expect(stdout + stderr).not.toMatch(/planted|eyJ/)
    expect(await box.ok('sync')).toBe('')
  })

  it('what is new in its home goes to the real home first', async () => {
    await box.ok('add', 'work')
    fs.writeFileSync(box.account('work', 'home/new.txt'), 'mine')
    await box.ok('remove', 'work', '--yes')
    expect(fs.readFileSync(join(box.home, 'new.txt'), 'utf8')).toBe('mine')
  })

  it('under another name, where the old one is taken', async () => {
    await lived('work')
    await box.ok('remove', 'work', '--yes')
    await box.ok('add', 'WORK')
    expect(await box.swop(['restore', 'work'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'WORK'"),
    })
    await box.ok('restore', 'work', '--as', 'client')
    expect(fs.readFileSync(box.account('client', 'home/.codex/auth.json'), 'utf8')).toBe(login)
    expect(JSON.parse(await box.ok('env', 'client', '--format', 'json')).HOME).toBe(
      box.account('client', 'home'),
    )
    expect((await box.run('find', [box.account('client'), '-lname', '*accounts/work*'])).stdout).toBe('')
  })

  it('asks, and without a terminal wants to be told', async () => {
    await box.ok('add', 'work')
    expect(await box.swop(['remove', 'work'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    const typed = (answer: string) =>
      box.run('bash', ['-c', `printf '${answer}\\n' | script -qec 'swop remove work' /dev/null`])
    expect(await typed('n')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Nothing was changed'),
    })
    expect(fs.existsSync(box.account('work', 'account.json'))).toBe(true)
    expect(await typed('y')).toMatchObject({ code: 0 })
    expect(fs.existsSync(box.account('work', 'account.json'))).toBe(false)
  })

  it.each([
    ['broken', (path: string) => fs.writeFileSync(path, '{')],
    ['missing', (path: string) => fs.removeSync(path)],
  ])('with settings that are %s: with --force, as it is', async (_name, spoil) => {
    await lived('work')
    await box.ok('default', 'work')
    spoil(box.account('work', 'account.json'))
    const before = picture(box.account('work'))
    expect(await box.swop(['remove', 'work', '--yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^swop: [^\n]*account\.json[^\n]*swop remove work --force\n$/),
    })
    expect(picture(box.account('work'))).toEqual(before)
    expect(await box.swop(['remove', 'work', '--yes', '--force'])).toMatchObject({ code: 0 })
    expect([await accounts(), await box.ok('default')]).toEqual([[], 'none\n'])
    const restored = await box.swop(['restore', 'work'])
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('account.json') })
    expect(picture(box.account('work'))).toEqual(before)
    expect(fs.readFileSync(join(box.root, 'config.json'), 'utf8')).toContain('"default": "work"')
  })

  it.each([
    [
      'its tokens',
      'account',
      login,
      /account 'other' has the same refresh token[^\n]*move [^\n]*auth\.json[^\n]* away[^\n]*swop login work\n/,
    ],
    ['its user', 'account', again, /account 'other' has the same login/],
    ['its tokens', 'real home', login, /the real home has the same refresh token/],
    ['nothing of it', 'account', somebody, /^$/],
  ])('says who has %s by now: %s', async (_what, who, text, message) => {
    await lived('work')
    await box.ok('add', 'other')
    await box.ok('remove', 'work', '--yes')
    const codexHome = who === 'account' ? box.account('other', 'home/.codex') : join(box.home, '.codex')
    fs.writeFileSync(join(codexHome, 'auth.json'), text, { mode: 0o600 })
    const { code, stdout, stderr } = await box.swop(['restore', 'work'])
    expect([code, stdout]).toEqual([0, 'Restored account work.\n'])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/planted|eyJ/)
  })

  it('under another name with broken settings: refused, and it stays in backups/', async () => {
    await lived('work')
    fs.writeFileSync(box.account('work', 'account.json'), '{')
    await box.ok('remove', 'work', '--yes', '--force')
    const before = picture(join(box.root, 'backups'))
    expect(await box.swop(['restore', 'work', '--as', 'client'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('account.json'),
    })
    expect(picture(join(box.root, 'backups'))).toEqual(before)
    expect(fs.existsSync(box.account('client'))).toBe(false)
  })

  it('is refused where backups lie on another file system: swop does not copy logins', async () => {
    await lived('work')
    const folder = fs.mkdtempSync('/dev/shm/swop-test-')
    try {
      fs.removeSync(join(box.root, 'backups'))
      fs.symlinkSync(folder, join(box.root, 'backups'))
      const before = picture(box.account('work'))
      expect(await box.swop(['remove', 'work', '--yes'])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('EXDEV'),
      })
      expect(picture(box.account('work'))).toEqual(before)
      expect(fs.existsSync(join(box.root, 'unfinished.json'))).toBe(false)
    } finally {
      fs.removeSync(folder)
    }
  })

  it.each([['remove'], ['restore'], ['rename', 'nope']])('%s: no such thing', async (verb, ...rest) => {
    await box.ok('add', 'a')
    const { code, stderr } = await box.swop([verb!, 'nope', ...rest])
    expect([code === 3 || code === 2, stderr]).toEqual([true, expect.stringContaining('nope')])
  })
})

describe('killed at any change of a name', () => {
  const named = () =>
    Promise.all([box.ok('default'), box.ok('bindings', '--json').then((text) => JSON.parse(text))])

  it.each([
    ['rename', ['rename', 'work', 'new'], 'new'],
    ['remove', ['remove', 'work', '--yes'], undefined],
  ])(
    '%s: the login is in one place, and the next run finishes',
    async (_name, args, then) => {
      let killed = 0
      for (let nth = 1; ; nth += nth < 4 ? 1 : 3) {
        box.remove()
        box = new Sandbox()
        await lived('work')
        box.write('proj/x', '')
        await box.ok('bind', 'work', join(box.home, 'proj'))
        await box.ok('default', 'work')
        const { code } = await killedAt(box, nth, args)
        const found = await box.run('find', [box.root, '-name', 'auth.json'])
        expect(found.stdout.trim().split('\n')).toHaveLength(1)
        expect(fs.readFileSync(found.stdout.trim(), 'utf8')).toBe(login)
        if (code === 0) break
        killed++
        expect((await box.swop(['sync'])).code).toBe(0)
        const stays = fs.existsSync(box.account('work', 'account.json'))
        const account = stays ? 'work' : then
        expect(await named()).toEqual([
          `${account ?? 'none'}\n`,
          account === undefined ? [] : [expect.objectContaining({ account })],
        ])
        expect(fs.existsSync(join(box.root, 'unfinished.json'))).toBe(false)
        if (stays) await box.ok(...args)
        if (then) expect((await box.swop(['env', then])).code).toBe(0)
        else await box.ok('restore', 'work')
      }
      expect(killed).toBeGreaterThan(4)
    },
    170_000,
  )
})
