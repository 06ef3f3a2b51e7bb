import fs from 'fs-extra'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loginSalt } from '../../src/accounts/salt.ts'
import { columns } from '../../src/ui/columns.ts'
import { Sandbox, swopBin, type Result } from '../support/sandbox.ts'
import { chatgptFile, jwt } from '../support/tokens.ts'

let box: Sandbox

/** Two accounts: one in order, and one that something is the matter with. */
async function start(): Promise<void> {
  box = new Sandbox()
  await box.ok('add', 'good')
  await box.ok('add', 'odd')
  write('good', chatgptFile(good, { refresh: `${planted}-good` }))
}

/** For each test of a group its own. */
function eachItsOwn(): void {
  beforeEach(start)
  afterEach(() => box.remove())
}

const planted = 'planted-made-up-secret'
const good = { email: 'good@example.com', plan: 'plus', user: 'u-1', workspace: 'w-1' }
const odd = { email: 'odd@example.com', plan: 'pro', user: 'u-2', workspace: 'w-1' }

const file = (name: string) => box.account(name, 'home/.codex/auth.json')

function write(name: string, text: string | Buffer, mode = 0o600): void {
  fs.writeFileSync(file(name), text, { mode })
  fs.chmodSync(file(name), mode)
}

/** What is there, without opening what can't be opened. */
function pictureOf(path: string): string {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (!stat) return 'nothing'
  const content = stat.isFile() ? fs.readFileSync(path, 'base64') : ''
  return [stat.mode, stat.uid, stat.size, stat.mtimeMs, stat.ino, content].join(' ')
}

/** Every way to look, as text and as JSON, each checked for what must never be in there. */
async function look(): Promise<{ list: Result; status: Result; rows: any[]; one: any }> {
  const commands = [['list'], ['status', 'odd'], ['list', '--json'], ['status', 'odd', '--json']]
  const results = await Promise.all(commands.map((args) => box.swop(args)))
  for (const { stdout, stderr } of results) {
    expect(stdout + stderr).not.toContain(planted)
    expect(stderr).not.toMatch(/bug| at /)
  }
  const [list, status, rows, one] = results as [Result, Result, Result, Result]
  for (const line of list.stdout.split('\n')) expect(columns(line)).toBeLessThanOrEqual(80)
  return { list, status, rows: JSON.parse(rows.stdout), one: JSON.parse(one.stdout) }
}

describe('an auth.json that is not as it should be', () => {
  beforeAll(start)
  afterEach(() => {
    for (const path of [file('odd'), other()]) fs.removeSync(path)
  })
  afterAll(() => box.remove())

  const whole = () => chatgptFile(odd, { refresh: planted })
  const asOther = () => fs.chownSync(file('odd'), 65534, 65534)
  const other = () => join(box.folder, 'elsewhere.json')
  // what is done, the verdict, words of it, and what there is of a login
  const damages: [string, () => void, string, RegExp, string][] = [
    ['none', () => {}, 'logged out', /nobody is logged in/, 'absent'],
    ['cut off', () => write('odd', whole().slice(0, 200)), 'broken', /is not JSON/, 'broken'],
    ['empty', () => write('odd', ''), 'broken', /is empty/, 'broken'],
    ['{}', () => write('odd', '{}'), 'broken', /holds no login/, 'broken'],
    ['foreign', () => write('odd', `{"token":"${planted}"}`), 'broken', /holds no login/, 'broken'],
    ['a token and no more', () => write('odd', planted), 'broken', /is not JSON/, 'broken'],
    ['a list', () => write('odd', `["${planted}"]`), 'broken', /is not a login of codex/, 'broken'],
    [
      'a token for a field',
      () => write('odd', `{"tokens":{"${planted}":1}}`),
      'broken',
      /tokens\.id_token/,
      'broken',
    ],
    ['not UTF-8', () => write('odd', Buffer.from([0x7b, 0xff, 0x7d])), 'broken', /not UTF-8/, 'broken'],
    [
      '10 MB',
      () => write('odd', `{"OPENAI_API_KEY":"${planted}"}${' '.repeat(10_000_000)}`),
      'broken',
      /larger than 1 MB/,
      'broken',
    ],
    ['a folder', () => fs.mkdirSync(file('odd')), 'broken', /is a folder.*move/s, 'broken'],
    ['a pipe', () => void execa('mkfifo', [file('odd')]), 'broken', /is not a file/, 'broken'],
    ['a link to nowhere', () => fs.symlinkSync('nowhere', file('odd')), 'broken', /leads nowhere/, 'broken'],
    ['a link to itself', () => fs.symlinkSync('auth.json', file('odd')), 'broken', /in a circle/, 'broken'],
    ['mode 0644', () => write('odd', whole(), 0o644), 'file', /mode 0644.*chmod 600/s, 'login'],
    ['mode 0400', () => write('odd', whole(), 0o400), 'file', /read-only.*chmod 600/s, 'login'],
    [
      'a wrong owner',
      () => {
        write('odd', whole())
        asOther()
      },
      'file',
      /another user \(uid 65534\)/,
      'login',
    ],
    [
      'a link',
      () => {
        fs.writeFileSync(other(), whole(), { mode: 0o600 })
        fs.symlinkSync(other(), file('odd'))
      },
      'file',
      /is a link/,
      'login',
    ],
    [
      'a hard link',
      () => {
        write('odd', whole())
        fs.linkSync(file('odd'), other())
      },
      'file',
      /hard-linked/,
      'login',
    ],
  ]

  it.each(damages)('%s', async (_name, damage, verdict, words, state) => {
    damage()
    if (_name === 'a pipe') await expect.poll(() => fs.existsSync(file('odd'))).toBe(true)
    const before = [pictureOf(file('odd')), pictureOf(file('good'))]
    const { list, status, rows, one } = await look()
    expect([list.code, status.code]).toEqual([0, 0])
    expect(list.stdout).toMatch(new RegExp(`^ +odd .* ${verdict}$`, 'm'))
    expect(list.stdout).toMatch(/good@example\.com.* ok$/m)
    expect(status.stdout.replace(/\n +/g, ' ')).toMatch(words)
    expect(one).toMatchObject({ name: 'odd', login: state })
    // A link is drift, too.
    expect(one.warnings[0]).toMatchObject({ verdict })
    expect(one.email).toBe(state === 'login' ? odd.email : null)
    expect(rows.find(({ name }) => name === 'good')).toMatchObject({ login: 'login', warnings: [] })
    expect([pictureOf(file('odd')), pictureOf(file('good'))]).toEqual(before)
  })

  it('one that may not be read', async () => {
    write('odd', chatgptFile(odd, { refresh: planted }))
    const { stdout, code } = await asNobody(['status', 'odd'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/auth\.json can't be read \(EACCES\)/)])
  })

  /** Root may read everything: somebody else looks, who may go everywhere but into this file. */
  async function asNobody(args: string[]): Promise<Result> {
    const mine = box.account('odd', 'home/.codex')
    const away = fs.mkdtempSync('/var/tmp/swop-test-')
    try {
      fs.chmodSync(away, 0o755)
      fs.copySync(box.home, join(away, 'home'))
      fs.copySync(join(import.meta.dirname, '../../dist'), join(away, 'dist'))
      await execa('chmod', ['-R', 'a+rX', away])
      const copy = join(away, mine.slice(box.folder.length), 'auth.json')
      fs.chmodSync(copy, 0o600)
      const result = await execa(process.execPath, [join(away, 'dist/bin.cjs'), ...args], {
        env: { HOME: join(away, 'home'), PATH: '/usr/bin:/bin' },
        extendEnv: false,
        reject: false,
        uid: 65534,
        gid: 65534,
        cwd: '/',
      })
      return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr }
    } finally {
      fs.removeSync(away)
    }
  }
})

describe('logins that belong together', () => {
  eachItsOwn()

  it('a token that was copied by hand is found, from both sides, by account and in the real home', async () => {
    fs.copySync(file('good'), file('odd'))
    fs.copySync(file('good'), join(box.home, '.codex/auth.json'))
    const { list, rows, one } = await look()
    expect(list.stdout.match(/ duplicated/g)).toHaveLength(3)
    for (const row of rows)
      expect(row.warnings).toMatchObject([{ verdict: 'duplicated' }, { verdict: 'duplicated' }])
    expect(one.warnings.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringMatching(/same refresh token as account good/),
      expect.stringMatching(/same refresh token as the real home/),
    ])
  })

  it('a login that two accounts have each for itself', async () => {
    write('odd', chatgptFile(good, { refresh: planted }))
    const { status } = await look()
    expect(status.stdout.replace(/\s+/g, ' ')).toContain('the same user and workspace as account good')
  })

  it('an agent that logged in with a token of its own is told from a person', async () => {
    write(
      'odd',
      JSON.stringify({ agent_identity: jwt({ email: odd.email, exp: 1_700_000_000, note: planted }) }),
    )
    const { one } = await look()
    expect(one).toMatchObject({
      kind: 'agent-identity',
      email: odd.email,
      warnings: [{ verdict: 'expired' }],
    })
  })

  it('a key that two accounts have', async () => {
    for (const name of ['good', 'odd']) write(name, JSON.stringify({ OPENAI_API_KEY: planted }))
    const { status, one } = await look()
    expect(status.stdout).toContain('the same key as account good')
    expect(one).toMatchObject({ kind: 'api-key', email: null })
  })
})

describe('where the login is kept', () => {
  eachItsOwn()

  const stores: [string, boolean, string, string, RegExp][] = [
    ['keyring', false, 'unknown', 'keyring', /user\s+"cli\|[0-9a-f]{16}".*login status/s],
    ['keyring', true, 'unknown', 'keyring', /auth\.json\s+that lies there is not used/],
    ['auto', false, 'unknown', 'auto', /only the\s+keyring can have/],
    ['auto', true, 'login', 'auto', /would\s+come before/],
    ['ephemeral', false, 'unknown', 'ephemeral', /in memory only/],
    ['file', false, 'absent', 'logged out', /nobody is logged in/],
  ]
  it.each(stores)('%s, with an auth.json: %s', async (store, present, state, verdict, words) => {
    box.write('.codex/config.toml', `cli_auth_credentials_store = "${store}"\n`)
    await box.ok('sync')
    if (present) write('odd', chatgptFile(odd, { refresh: planted }))
    const { status, one } = await look()
    expect(one).toMatchObject({ login: state, credentialStore: store, warnings: [{ verdict }] })
    expect(status.stdout).toMatch(words)
  })

  it.each(['cli_auth_credentials_store = "planted-made-up-secret"', '= planted-made-up-secret'])(
    'config.toml: %s',
    async (text) => {
      box.write('.codex/config.toml', text)
      await box.ok('sync')
      const { status, one } = await look()
      expect(one).toMatchObject({
        login: 'unknown',
        credentialStore: null,
        warnings: [{ verdict: 'config' }],
      })
      expect(status.stdout).toContain('config.toml')
    },
  )
})

describe('what codex leaves', () => {
  eachItsOwn()

  const line = (when: Date) =>
    `${when.toISOString()} ERROR codex_core::auth: Failed to refresh token: Your access token could not be refreshed because your refresh token was already used. Please log out and sign in again.\n`

  it.each(['app-server-daemon/daemon.stderr.log', 'log/codex-tui.log'])(
    '%s: a refused refresh token, until the next login',
    async (path) => {
      write('odd', chatgptFile(odd, { refresh: planted }))
      const log = box.account('odd', 'home/.codex', path)
      fs.outputFileSync(log, `${'x'.repeat(2_000_000)} ${planted}\n${line(new Date(Date.now() + 1000))}`)
      const { list, status } = await look()
      expect(list.stdout).toMatch(/^ +odd .* poisoned$/m)
      expect(status.stdout).toMatch(/already used.*cure: log in again: swop login odd/s)
      fs.writeFileSync(log, line(new Date(Date.now() - 60_000)))
      expect((await look()).one.warnings).toEqual([])
    },
  )
})

describe('swop status', () => {
  eachItsOwn()

  it('says all about the active account, and with none active about the real home, and each in short', async () => {
    fs.outputFileSync(join(box.home, '.codex/auth.json'), JSON.stringify({ OPENAI_API_KEY: planted }), {
      mode: 0o600,
    })
    const active = await box.swop(['status'], { SWOP_ACCOUNT: 'good' })
    expect(active.stdout).toMatch(/^Account good, active in this shell\n/)
    expect(active.stdout).toMatch(/drift +none\n/)
    const none = await box.ok('status')
    expect(none).toMatch(/^default: the real home's own login, no account; in use/)
    expect(none).toMatch(/^ +good +good@example\.com/m)
    expect(none).toMatch(/^\* +default +API key +\(real home\) +ok$/m)
    expect(JSON.parse(await box.ok('status', '--json'))).toMatchObject({
      name: 'default',
      isAccount: false,
      active: true,
      accounts: [{ name: 'good' }, { name: 'odd' }],
    })
    expect(await box.ok('status', 'default')).not.toContain('good@example.com')
  })

  it('finds drift, and changes nothing of it', async () => {
    fs.removeSync(box.account('good', 'home/.codex/sessions'))
    box.write('made today', '') // the next use follows by itself
    const { stdout } = await box.swop(['status', 'good'])
    expect(stdout).toMatch(/drift +1 entry\n.*swop sync good/s)
    expect(fs.existsSync(box.account('good', 'home/.codex/sessions'))).toBe(false)
  })

  it('names the codex that runs under the account', async () => {
    const codex = join(box.bin, 'codex')
    fs.copyFileSync('/bin/sleep', codex)
    fs.chmodSync(codex, 0o755)
    const child = execa(codex, ['60'], {
      env: { CODEX_HOME: box.account('good', 'home/.codex') },
      extendEnv: false,
      reject: false,
    })
    try {
      expect(await box.ok('status', 'good')).toContain(`session (pid ${child.pid}), for 0 min`)
      const { processes } = JSON.parse(await box.ok('status', 'good', '--json'))
      expect(processes).toMatchObject([{ pid: child.pid, role: 'session', command: 'codex' }])
      expect(await box.ok('status', 'odd')).toContain('none running')
    } finally {
      child.kill()
      await child
    }
  })

  it.each([['list'], ['status', 'good'], ['status']])(
    '%s %s opens nothing for writing, and no database',
    async (...args) => {
      box.write('.codex/logs_2.sqlite', '')
      const log = join(box.folder, 'strace.log')
      const watched =
        'trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,symlink,symlinkat,link,linkat,chmod,fchmod,utimensat,connect'
      const command = ['-f', '-qq', '-e', watched, '-o', log, process.execPath, swopBin, ...args]
      expect((await box.run('strace', command)).code).toBe(0)
      const calls = fs.readFileSync(log, 'utf8').split('\n')
      expect(calls.filter((call) => call.includes('auth.json')).length).toBeGreaterThan(0)
      expect(
        calls.filter(
          (call) =>
            /O_WRONLY|O_RDWR|O_CREAT|(creat|rename\w*|unlink\w*|mkdir\w*|link\w*|chmod|utimensat|connect)\(|sqlite/.test(
              call,
            ) &&
            // glibc asks for the user's name there
            !/"\/dev\/|nscd\/socket/.test(call),
        ),
      ).toEqual([])
    },
  )

  it.each([
    ['nope', 3],
    ['../good', 2],
    ['Good', 3],
  ])('%s: exit code %i', async (name, code) => {
    expect(await box.swop(['status', name])).toMatchObject({ code, stdout: '' })
    expect(JSON.parse((await box.swop(['status', name, '--json'])).stdout)).toMatchObject({
      error: { exitCode: code },
    })
  })

  it('broken settings of one account hide none of the others', async () => {
    fs.writeFileSync(box.account('odd', 'account.json'), '{')
    const { list, status, rows } = await look()
    expect([list.code, status.code]).toEqual([1, 1])
    expect(rows).toMatchObject([
      { name: 'good', email: good.email },
      {
        name: 'odd',
        isolation: null,
        error: expect.stringContaining('not valid JSON'),
        warnings: [{ verdict: 'settings' }],
      },
      { name: 'default' },
    ])
  })

  it('broken settings of all accounts do not hide their logins', async () => {
    fs.writeFileSync(join(box.root, 'config.json'), '{')
    const { list, status } = await look()
    expect(list.stdout).toContain(good.email)
    expect(status.stdout).toContain('config.json is not valid JSON')
  })

  it('has neither colours nor codes of others in a pipe', async () => {
    write('odd', chatgptFile({ ...odd, email: '\u001b]0;title\u0007@example.com' }))
    const { list, status } = await look()
    // oxlint-disable-next-line no-control-regex -- that is what a terminal obeys
    expect(list.stdout + status.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  })

  it('has colours on a terminal, unless NO_COLOR is set', async () => {
    const on = (env: Record<string, string>) =>
      box.run('script', ['-qec', 'swop list', '/dev/null'], { TERM: 'xterm', SHELL: '/bin/sh', ...env })
    expect((await on({})).stdout).toContain('\u001b[32mok\u001b[39m')
    expect((await on({ NO_COLOR: '1' })).stdout).not.toContain('\u001b[')
  })
})

describe('the salt', () => {
  eachItsOwn()

  it('is made once, and kept', () => {
    const salt = loginSalt(box.root)
    expect(salt).toMatch(/^[0-9a-f]{32}$/)
    expect(loginSalt(box.root)).toBe(salt)
  })

  it('is for this run only where there is nothing yet', () => {
    const nowhere = join(box.folder, 'nowhere')
    expect(loginSalt(nowhere)).not.toBe(loginSalt(nowhere))
    expect(fs.existsSync(nowhere)).toBe(false)
  })
})
