import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'
import { chatgptFile } from '../support/tokens.ts'

const key = 'sk-planted-0123456789'
const refresh = 'rt-planted-0123456789'
const me = { email: 'me@example.com', plan: 'plus', user: 'user-1', workspace: 'ws-1' }
const keyFile = JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: key })
const chatgpt = chatgptFile(me, { refresh })

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

/** Runs `swop add` and sees to it that no secret is in what it prints, nor in any file of swop's but auth.json. */
async function add(...args: string[]) {
  const result = await box.swop(['add', ...args])
  expect(result.stdout + result.stderr).not.toMatch(/planted|eyJ/)
  const found = await box.run('grep', ['-rlE', 'planted', box.root])
  expect(found.stdout.split('\n').filter((path) => path && !path.endsWith('/auth.json'))).toEqual([])
  return result
}

const login = (name: string) => box.account(name, 'home/.codex/auth.json')

describe('swop add --from', () => {
  it('moves the login of the real home, and says that it is logged out', async () => {
    const source = box.write('.codex/auth.json', chatgpt)
    fs.chmodSync(source, 0o644)
    const inode = fs.statSync(source).ino
    const { code, stdout, stderr } = await add('work', '--from', source)
    expect([code, stdout]).toEqual([0, 'Added account work (overlay).\n'])
    expect(stderr).toContain('the real home is logged out now')
    expect(stderr).not.toContain('Log in:')
    expect(fs.existsSync(source)).toBe(false)
    const stat = fs.statSync(login('work'))
    expect([stat.ino, stat.mode & 0o777]).toEqual([inode, 0o600])
    expect(fs.readFileSync(login('work'), 'utf8')).toBe(chatgpt)
  })

  it('moves one from another file system: 0600, with its time, and nothing is left behind', async () => {
    const folder = fs.mkdtempSync('/dev/shm/swop-test-')
    try {
      const source = join(folder, 'auth.json')
      fs.writeFileSync(source, chatgpt, { mode: 0o644 })
      fs.utimesSync(source, 1_700_000_000, 1_700_000_000)
      expect(fs.statSync(folder).dev).not.toBe(fs.statSync(box.home).dev)
      expect(await add('work', '--from', source)).toMatchObject({ code: 0 })
      const stat = fs.statSync(login('work'))
      expect([fs.readdirSync(folder), stat.mode & 0o777, stat.mtimeMs]).toEqual([
        [],
        0o600,
        1_700_000_000_000,
      ])
      expect(fs.readFileSync(login('work'), 'utf8')).toBe(chatgpt)
      expect(
        fs.readdirSync(box.account('work', 'home/.codex')).filter((name) => name.startsWith('.auth-')),
      ).toEqual([])
    } finally {
      fs.removeSync(folder)
    }
  })

  it('copies an API key freely, also twice', async () => {
    const source = box.write('.codex/auth.json', keyFile)
    for (const name of ['a', 'b']) {
      const { code, stderr } = await add(name, '--from', source, '--copy')
      expect([code, stderr.includes('two places')]).toEqual([0, false])
      expect(fs.readFileSync(login(name), 'utf8')).toBe(keyFile)
    }
    expect(fs.readFileSync(source, 'utf8')).toBe(keyFile)
  })

  it('copies a ChatGPT login that nobody holds only with a warning', async () => {
    const source = box.write('usb/auth.json', chatgpt)
    const { code, stderr } = await add('work', '--from', source, '--copy')
    expect([code, stderr]).toEqual([0, expect.stringContaining('those of the other are revoked for good')])
    expect(fs.readFileSync(login('work'), 'utf8')).toBe(fs.readFileSync(source, 'utf8'))
  })

  it('takes a login of any name that somebody has put away, by a relative path', async () => {
    box.write('logins/work.json', chatgpt)
    const { code } = await box.run('bash', ['-c', 'cd ~/logins && swop add work --from work.json'])
    expect([code, fs.existsSync(login('work')), fs.readdirSync(join(box.home, 'logins'))]).toEqual([
      0,
      true,
      [],
    ])
  })
})

describe('logins that are refused: the source stays, and there is no account', () => {
  type Case = [string, () => string | Promise<string>, RegExp, string[]?]
  const again = chatgptFile(me, { refresh: 'rt-planted-of-another-time' })
  const copied = chatgptFile({ ...me, user: 'user-2' }, { refresh })
  const put = (text: string) => box.write('.codex-old/auth.json', text)
  const cases: Case[] = [
    ['cut off', () => put(chatgpt.slice(0, 200)), /is not JSON/],
    ['empty', () => put(''), /is empty/],
    ['{}', () => put('{}'), /holds no login/],
    ['something else', () => put('[1, "planted"]'), /is not a login/],
    ['10 MB', () => put(`{"x":"${'planted'.repeat(1_500_000)}"}`), /larger than 1 MB/],
    [
      'a folder',
      () => (fs.mkdirpSync(join(box.home, 'auth.json')), join(box.home, 'auth.json')),
      /is a folder/,
    ],
    ['nothing', () => join(box.home, 'nowhere/auth.json'), /there is no file/],
    ['below a file', () => join(put(chatgpt), 'auth.json'), /there is no file/],
    [
      'a link',
      () => (fs.symlinkSync(put(chatgpt), join(box.home, 'link.json')), join(box.home, 'link.json')),
      /is a link/,
    ],
    [
      'a hard link',
      () => (fs.linkSync(put(chatgpt), join(box.home, 'hard.json')), join(box.home, 'hard.json')),
      /is hard-linked/,
    ],
    ['another user', () => (fs.chownSync(put(chatgpt), 1, 1), put(chatgpt)), /belongs to another user/],
    ['of an account', () => held(chatgpt), /is the login of account 'other'/],
    ['of an account, as a copy', () => held(chatgpt), /account 'other' already holds/, ['--copy']],
    [
      "another account's identity",
      async () => (await held(again), put(chatgpt)),
      /account 'other' already holds/,
    ],
    [
      "another account's tokens",
      async () => (await held(copied), put(chatgpt)),
      /account 'other' already holds/,
    ],
    [
      "another account's key",
      async () => (await held(keyFile), put(keyFile)),
      /account 'other' already holds/,
    ],
    [
      'the tokens of an account with broken settings',
      async () => {
        await held(copied)
        fs.writeFileSync(box.account('other', 'account.json'), '{')
        return put(chatgpt)
      },
      /account 'other' already holds/,
    ],
    ['copied by hand', async () => (await held(chatgpt), put(chatgpt)), /already holds/, ['--copy']],
    [
      "the real home's identity",
      () => (box.write('.codex/auth.json', again), put(chatgpt)),
      /the real home already holds this login; move that one/,
    ],
    ["the real home's, as a copy", () => box.write('.codex/auth.json', chatgpt), /move that one/, ['--copy']],
  ]

  /** Another account with that login. */
  async function held(text: string): Promise<string> {
    await box.ok('add', 'other')
    fs.writeFileSync(login('other'), text, { mode: 0o600 })
    return login('other')
  }

  it.each(cases)('%s', async (_name, make, message, options = []) => {
    const source = await make()
    const look = () => (fs.existsSync(source) ? fs.lstatSync(source) : undefined)
    const before = look()
    const { code, stdout, stderr } = await add('work', '--from', source, ...options)
    expect([code === 1 || code === 2, stdout]).toEqual([true, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^swop: [^\n]+; [^\n]+\n$/)
    expect(fs.existsSync(box.account('work'))).toBe(false)
    const after = look()
    expect([after?.ino, after?.mtimeMs, after?.mode]).toEqual([before?.ino, before?.mtimeMs, before?.mode])
  })

  /** Adds an account, while system calls with a path have a fault. */
  const faulty = (path: string, fault: string, source: string) => {
    const inject = ['-P', path, '-e', `inject=${fault}`, '-o', join(box.folder, 'trace')]
    const words = [process.execPath, swopBin, 'add', 'work', '--from', source]
    return box.run('strace', ['-f', '-qq', ...inject, ...words])
  }

  it('by a file system without modes: the login is where it was', async () => {
    const source = put(chatgpt)
    const { code, stderr } = await faulty(login('work'), 'chmod,fchmodat:error=EPERM', source)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^swop: can't [^\n]+\n$/)])
    expect(fs.readFileSync(source, 'utf8')).toBe(chatgpt)
    expect(fs.existsSync(box.account('work'))).toBe(false)
  })

  it('a login that somebody has made there meanwhile stays', async () => {
    const source = put(chatgpt)
    const adding = faulty(source, 'rename,renameat,renameat2:error=EACCES:delay_enter=3s', source)
    await expect.poll(() => fs.existsSync(box.account('work', 'env.bash')), { timeout: 20_000 }).toBe(true)
    fs.writeFileSync(login('work'), keyFile)
    const { code, stderr } = await adding
    expect(fs.readFileSync(login('work'), 'utf8')).toBe(keyFile)
    // Before the move, or during it.
    expect([code, stderr]).toEqual([1, expect.stringMatching(/is there already|EACCES/)])
    expect(fs.readFileSync(source, 'utf8')).toBe(chatgpt)
  })

  it('by a sync that fails: the login is where it was', async () => {
    const source = put(chatgpt)
    await box.ok('add', 'first')
    fs.moveSync(join(box.home, '.config'), join(box.home, 'away'))
    box.write('.config', 'a file')
    expect(await add('work', '--from', source)).toMatchObject({ code: 1, stdout: '' })
    expect(fs.readFileSync(source, 'utf8')).toBe(chatgpt)
    expect(fs.existsSync(box.account('work'))).toBe(false)
  })

  it('--copy needs --from, and --from excludes --codex-home', async () => {
    expect(await add('work', '--copy')).toMatchObject({ code: 2 })
    expect(await add('work', '--from', '/x', '--codex-home', '/y')).toMatchObject({ code: 2 })
  })
})

describe('swop add --codex-home', () => {
  const folder = () => join(box.home, '.codex-work')
  beforeEach(() => {
    box.write('.codex/config.toml', '# base')
    box.write('.codex-work/auth.json', chatgpt)
    box.write('.codex-work/config.toml', '# work')
    box.write('.codex-work/sessions/2025/one.jsonl', '{}')
    box.write('.codex-work/state_5.sqlite', 'db')
  })

  it.each(['overlay', 'codex', 'strict'])('%s: as it stands, and it stays as it is', async (isolation) => {
    const before = fs.readdirSync(folder(), { recursive: true }).sort()
    fs.utimesSync(folder(), 1_700_000_000, 1_700_000_000)
    const time = fs.statSync(folder()).mtimeMs
    const { code, stderr } = await add('work', '--codex-home', folder(), '--isolation', isolation)
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing in it is shared')])
    const env = JSON.parse(await box.ok('env', 'work', '--format', 'json'))
    expect([env.CODEX_HOME, env.CODEX_SQLITE_HOME]).toEqual([folder(), folder()])
    if (isolation !== 'codex') expect(fs.realpathSync(box.account('work', 'home/.codex'))).toBe(folder())
    expect(await box.ok('sync')).toBe('')
    expect([fs.readdirSync(folder(), { recursive: true }).sort(), fs.statSync(folder()).mtimeMs]).toEqual([
      before,
      time,
    ])
    // Something new in it is the account's, and no drift.
    box.write('.codex-work/new', 'x')
    expect(await box.ok('sync')).toBe('')
  })

  it('is in order without a sync, until the folder is gone', async () => {
    await add('work', '--codex-home', folder())
    // A swop that says no stands for any process: the shell is to start none.
    const script = `. ${join(box.root, 'shell/init.bash')}; __swop_command() { return 1; }; swop use work && echo "$CODEX_HOME"`
    expect((await box.run('bash', ['-c', script])).stdout).toBe(`${folder()}\n`)
    fs.moveSync(folder(), join(box.home, 'away'))
    expect(await box.swop(['env', 'work'])).toMatchObject({
      code: 1,
      stdout: 'false;\n',
      stderr: expect.stringMatching(/the codex home of 'work', is not there/),
    })
  })

  it('a real folder in the place of the link is not lost', async () => {
    await add('work', '--codex-home', folder())
    const link = box.account('work', 'home/.codex')
    fs.unlinkSync(link)
    fs.mkdirpSync(link)
    await box.ok('sync')
    expect(fs.readlinkSync(link)).toBe(folder())
    fs.unlinkSync(link)
    fs.mkdirpSync(link)
    fs.writeFileSync(join(link, 'kept'), 'x')
    expect(await box.swop(['sync'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('should be a link'),
    })
    expect(fs.readFileSync(join(link, 'kept'), 'utf8')).toBe('x')
  })

  it('rename and remove leave it where it is', async () => {
    await add('work', '--codex-home', folder())
    await box.ok('rename', 'work', 'client')
    expect(JSON.parse(await box.ok('env', 'client', '--format', 'json')).CODEX_HOME).toBe(folder())
    const { stderr } = await box.swop(['remove', 'client', '--yes'])
    expect(stderr).toContain(`Its codex home stays where it is: ${folder()}`)
    expect(fs.readFileSync(join(folder(), 'auth.json'), 'utf8')).toBe(chatgpt)
    await box.ok('restore', 'client')
    expect(JSON.parse(await box.ok('env', 'client', '--format', 'json')).CODEX_HOME).toBe(folder())
  })

  const refusals: [string, () => string | Promise<string>, RegExp][] = [
    ['the base codex home', () => join(box.home, '.codex'), /the codex home of the real home/],
    [
      'the base, by a link',
      () => (fs.symlinkSync('.codex', join(box.home, 'c')), join(box.home, 'c')),
      /real home/,
    ],
    ['in the base', () => (box.write('.codex/sub/x', ''), join(box.home, '.codex/sub')), /real home/],
    ['the home', () => box.home, /real home/],
    ['/', () => '/', /real home|belongs/],
    ['relative', () => '.codex-work', /not an absolute path/],
    ['a file', () => join(folder(), 'auth.json'), /is not a folder/],
    ['nothing', () => join(box.home, 'nowhere'), /does not exist/],
    ["another user's", () => (fs.chownSync(folder(), 1, 1), folder()), /belongs to another user/],
    ["swop's own", async () => (await box.ok('add', 'a'), box.account('a', 'data')), /is, holds or lies in/],
    [
      "an account's",
      async () => (await box.ok('add', 'a'), box.account('a', 'home/.codex')),
      /of account 'a'/,
    ],
    [
      "an account's in place",
      async () => (await add('a', '--codex-home', folder()), folder()),
      /of account 'a'/,
    ],
    [
      'with the login of another account',
      async () => (
        await box.ok('add', 'a'),
        fs.writeFileSync(login('a'), chatgptFile(me, { refresh: 'rt-planted-2' })),
        folder()
      ),
      /account 'a' already holds/,
    ],
    ['temporary', () => fs.mkdtempSync('/tmp/swop-test-'), /temporary folder/],
  ]
  it.each(refusals)('refuses %s', async (_name, make, message) => {
    const path = await make()
    const { code, stdout, stderr } = await add('work', '--codex-home', path)
    if (path.startsWith('/tmp/')) fs.removeSync(path)
    expect([code === 1 || code === 2, stdout, fs.existsSync(box.account('work'))]).toEqual([true, '', false])
    expect(stderr).toMatch(message)
  })
})
