import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, eventually, loginMachine, visit, type LoginMachine } from '../support/account-login.ts'
import { swopBin } from '../support/sandbox.ts'
import { changesBy } from '../support/trace.ts'

let machine: LoginMachine
beforeAll(async () => void (machine = await loginMachine()))
beforeEach(() => Object.assign(machine.vendor, { person: alice, confirmed: true }))
afterAll(() => machine.remove())

const key = 'sk-made-up-0123456789abcdef'
const accessToken = 'at-made-up-0123456789abcdef'

/** `swop …` by the browser, which a test plays. */
async function inBrowser(...words: string[]) {
  const { env, box } = machine
  const child = execa(process.execPath, [swopBin, ...words], {
    env,
    extendEnv: false,
    cwd: box.folder,
    stdin: 'ignore',
    reject: false,
    timeout: 40_000,
  })
  let screen = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => void (screen += String(text)))
  await visit(() => screen)
  const { exitCode: code, stdout, stderr } = await child
  return machine.noted({ code, stdout, stderr })
}

/** An account of its own for each test. */
async function newAccount(name: string): Promise<string> {
  await machine.swop(['add', name])
  return name
}

const whose = 'ChatGPT, alice@example.com, plan plus, workspace workspace-1'

describe('all kinds of login, each with a real codex', () => {
  it.each([
    { name: 'browser', run: () => inBrowser('login', 'browser'), shown: whose },
    { name: 'device', run: () => machine.swop(['login', 'device', '--device-auth']), shown: whose },
    { name: 'key', run: () => machine.swop(['login', 'key', '--with-api-key'], key), shown: 'API key' },
    {
      name: 'access',
      run: () => machine.swop(['login', 'access', '--with-access-token'], accessToken),
      shown: 'access token',
    },
  ])('$name', async ({ name, run, shown }) => {
    machine.vendor.accessTokens.set(accessToken, alice)
    await newAccount(name)
    const { code, stdout } = await run()
    expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: `Logged in ${name}: ${shown}.`,
    })
    expect(machine.authFile(name).mode & 0o7777).toBe(0o600)
    const status = await machine.inside(name, 'codex login status')
    expect(status.code).toBe(0)
  })

  it('add --login makes the account and logs it in', async () => {
    const { code, stdout } = await machine.swop(['add', 'both', '--login', '--with-api-key'], `${key}-both`)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Added account both (overlay).\nLogged in both: API key.',
    })
  })

  it('add --login that fails leaves the account, and says how to go on', async () => {
    const { code, stderr } = await machine.swop(['add', 'later', '--login', '--with-api-key'], '')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /is not logged in, as before; the account is there; go on with: swop login later$/,
      ),
    })
    expect((await machine.swop(['list'])).stdout).toContain('later')
  })
})

describe('whose login it is', () => {
  it('another one than before is said, and the same is not', async () => {
    const name = await newAccount('changing')
    await machine.swop(['login', name, '--device-auth'])
    const same = await machine.swop(['login', name, '--device-auth'])
    expect(same.stderr).not.toContain('not the login')
    machine.vendor.person = bob
    const { code, stderr } = await machine.swop(['login', name, '--device-auth'])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(`this is not the login that ${name} had before (alice@example.com)`),
    })
  })

  it('it is remembered over a logout, by a hash', async () => {
    const name = await newAccount('remembering')
    machine.vendor.person = { ...bob, email: 'carol@example.com', userId: 'user-carol' }
    await machine.swop(['login', name, '--device-auth'])
    await machine.swop(['logout', name, '--yes'])
    const settings = fs.readJsonSync(machine.box.account(name, 'account.json')) as { login: object }
    expect(settings.login).toEqual({
      mark: expect.stringMatching(/^[0-9a-f]{32}$/),
      email: 'carol@example.com',
    })
    const { stderr } = await machine.swop(['login', name, '--with-api-key'], `${key}-remembering`)
    expect(stderr).toContain(`this is not the login that ${name} had before (carol@example.com)`)
  })

  it.each([
    ['another account', ['login', 'twin', '--with-api-key'], "account 'key' has the same login"],
    ['the real home', ['login', 'twin', '--device-auth'], 'the real home has the same login'],
  ])('one that %s has, too', async (_who, words, said) => {
    machine.vendor.person = { ...alice, workspaceId: 'workspace-2' }
    if (said.startsWith('the real')) await machine.box.run('codex', ['login', '--device-auth'], machine.env)
    await newAccount('twin')
    const { code, stderr } = await machine.swop(words, key)
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(said) })
  })

  it('somebody else in the same workspace is somebody else', async () => {
    machine.vendor.person = { ...bob, userId: 'user-dave', email: 'dave@example.com' }
    await newAccount('colleague')
    const { stderr } = await machine.swop(['login', 'colleague', '--device-auth'])
    expect(stderr).not.toContain('the same login')
  })
})

describe('a login that does not come about', () => {
  it('a wrong token leaves what was there', async () => {
    const name = await newAccount('wrong')
    await machine.swop(['login', name, '--with-api-key'], `${key}-wrong`)
    const before = machine.authFile(name)
    const { code, stderr } = await machine.swop(['login', name, '--with-access-token'], 'at-made-up-unknown')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(
        "'wrong' is logged in as before (API key); try again: swop login wrong",
      ),
    })
    expect(machine.authFile(name)).toEqual(before)
  })

  it.each(['browser', 'device'])('Ctrl-C while codex waits for the %s', async (kind) => {
    const name = await newAccount(`cancelled-${kind}`)
    machine.vendor.confirmed = false
    await machine.swop(['login', name, '--with-api-key'], `${key}-${name}`)
    const { tmux } = machine
    const words = kind === 'device' ? `${name} --device-auth` : name
    tmux.open(name, `swop login ${words}; echo "code=$?"`)
    await eventually(() => /authenticate|one-time code/.test(tmux.screen(name)))
    tmux.press(name, 'C-c')
    const screen = await eventually(() => /code=\d/.test(tmux.screen(name)) && tmux.screen(name))
    expect(screen.replaceAll('\n', '')).toContain(
      `swop: the login was cancelled; '${name}' is logged out now: codex gave the old login up first; try again: swop login ${name}`,
    )
    expect(screen).toContain('code=1')
    expect(fs.readdirSync(machine.box.account(name, 'home/.codex'))).not.toContain('auth.json')
  })

  it('an older codex without the flag: nothing is started', async () => {
    const name = await newAccount('older')
    const codex = join(machine.box.folder, 'older')
    fs.mkdirpSync(codex)
    const script =
      '#!/bin/sh\ncase $* in "login --help") echo "  --with-api-key  Read";; *) echo started;; esac\n'
    fs.writeFileSync(join(codex, 'codex'), script, { mode: 0o755 })
    const PATH = `${codex}:${machine.env.PATH}`
    const { code, stdout, stderr } = await machine.box.swop(['login', name, '--with-access-token'], { PATH })
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `swop: ${codex}/codex has no 'codex login --with-access-token'; nothing was started; update codex, or log in another way: it has --with-api-key and the browser\n`,
    })
  })
})

describe('logout', () => {
  it('revokes the login at the server, and removes auth.json', async () => {
    const name = await newAccount('leaving')
    await machine.swop(['login', name, '--device-auth'])
    const { valid } = machine.vendor
    const before = valid.size
    const { code, stdout, stderr } = await machine.swop(['logout', name, '--yes'])
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `Logged out ${name}.`,
      stderr: expect.stringContaining('logging out revokes that login at the server'),
    })
    expect(valid.size).toBe(before - 1)
    expect(fs.readdirSync(machine.box.account(name, 'home/.codex'))).not.toContain('auth.json')
  })

  it.each<[string, string[], number]>([
    ['keeps it', [], 0],
    ['with --logout revokes it', ['--logout'], 1],
  ])('remove %s', async (_what, options, revoked) => {
    const name = await newAccount(`removed-${revoked}`)
    await machine.swop(['login', name, '--device-auth'])
    const { valid } = machine.vendor
    const before = valid.size
    const { code, stdout, stderr } = await machine.swop(['remove', name, '--yes', ...options])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('it lies in') })
    expect(stderr.includes('revokes that login at the server')).toBe(revoked === 1)
    expect(valid.size).toBe(before - revoked)
    await machine.swop(['restore', name])
    const files = fs.readdirSync(machine.box.account(name, 'home/.codex'))
    expect(files.includes('auth.json')).toBe(revoked === 0)
  })

  it.each([
    ['saves the other one', true],
    ['has its reason: without the move, both are lost', false],
  ])('what status says of a copied token %s', async (_what, moves) => {
    const [one, two] = [await newAccount(`from-${moves}`), await newAccount(`to-${moves}`)]
    await machine.swop(['login', one, '--device-auth'])
    const file = (name: string) => machine.box.account(name, 'home/.codex/auth.json')
    fs.copyFileSync(file(one), file(two))
    const token = JSON.parse(machine.authFile(one).text).tokens.refresh_token
    const status = JSON.parse((await machine.swop(['status', one, '--json'])).stdout)
    const { cure } = status.warnings.find(({ verdict }: { verdict: string }) => verdict === 'duplicated')
    const [, path = '', command = ''] = /^move (\S+) away.*: swop (login \S+)$/.exec(cure) ?? []
    expect([cure, path]).toEqual([cure, file(two)])
    if (moves) fs.moveSync(path, join(machine.box.folder, 'put-away'))
    await machine.swop([...command.split(' '), '--device-auth'])
    expect(machine.authFile(two).text).not.toContain(token)
    expect(machine.vendor.valid.has(token)).toBe(moves)
  })

  it('asks first', async () => {
    const name = await newAccount('asked')
    await machine.swop(['login', name, '--with-api-key'], `${key}-asked`)
    const { code, stderr } = await machine.swop(['logout', name])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/there is no terminal; use --yes$/),
    })
    const { tmux } = machine
    for (const [answer, end] of [
      ['n', 'code=1'],
      ['y', 'code=0'],
    ] as const) {
      tmux.open(`asked-${answer}`, `swop logout ${name}; echo "code=$?"`)
      await eventually(() => tmux.screen(`asked-${answer}`).includes('[y/N]'))
      expect(machine.authFile(name).text).toContain(`${key}-asked`)
      tmux.press(`asked-${answer}`, answer, 'Enter')
      await eventually(() => tmux.screen(`asked-${answer}`).includes(end))
    }
    expect(fs.readdirSync(machine.box.account(name, 'home/.codex'))).not.toContain('auth.json')
  })
})

describe('secrets', () => {
  it.each([
    ['add', ['add', 'traced', '--login', '--with-api-key']],
    ['login', ['login', 'traced', '--with-api-key']],
    ['sync', ['sync', 'traced']],
    ['status', ['status']],
    ['logout', ['logout', 'traced', '--yes']],
  ])('swop %s: nobody but codex writes an auth.json', async (_what, words) => {
    const { box, env } = machine
    const swop = [process.execPath, swopBin, ...words]
    const limits = { trusted: 'codex', file: 'auth.json', env, input: `${key}-traced` }
    const { code, calls, programs } = await changesBy(box, swop, limits)
    expect({ code, calls }).toEqual({ code: 0, calls: [] })
    expect(programs[0]).toBe(process.execPath)
  })

  it('and the test of it would see one that does', async () => {
    const { box, env } = machine
    const script = 'echo {} > made/auth.json; mv made/auth.json made/moved; cat made/auth.json; ./codex'
    fs.mkdirpSync(join(box.folder, 'made'))
    fs.writeFileSync(join(box.folder, 'codex'), '#!/bin/sh\necho {} > made/auth.json\n', { mode: 0o755 })
    const limits = { trusted: 'codex', file: 'auth.json', env, input: '' }
    const { calls } = await changesBy(box, ['sh', '-c', script], limits)
    expect(calls.map((line) => /^\w+/.exec(line)?.[0]?.slice(0, 6))).toEqual(['openat', 'rename'])
  })

  it('none is in what swop printed, or in a file but auth.json', () => {
    const secrets = [...machine.vendor.secrets, key, accessToken]
    expect(secrets.length).toBeGreaterThan(20)
    expect(secrets.filter((secret) => machine.said().includes(secret))).toEqual([])
    const files = fs
      .readdirSync(machine.box.root, { recursive: true, encoding: 'utf8' })
      .map((path) => join(machine.box.root, path))
      .filter((path) => fs.lstatSync(path).isFile() && !path.endsWith('/.codex/auth.json'))
    const leaks = files.filter((path) => {
      const text = fs.readFileSync(path, 'latin1')
      return secrets.some((secret) => text.includes(secret))
    })
    expect(leaks).toEqual([])
  })
})
