import fs from 'fs-extra'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codexProcesses } from '../../src/codex/processes.ts'
import { codexCommand } from '../support/codex.ts'
import {
  limitsConfig,
  startLimitsServer,
  writeChatGptLogin,
  type LimitsServer,
} from '../support/limits-server.ts'
import { Sandbox } from '../support/sandbox.ts'

const box = new Sandbox()
const secrets: string[] = []
let server: LimitsServer

const hour = 3600
const now = Math.floor(Date.now() / 1000)
/** Windows of which this much is used, in percent. */
const windows = (used: number, week: number) => ({
  windows: [
    { used_percent: used, limit_window_seconds: 5 * hour, reset_at: now + 2 * hour },
    { used_percent: week, limit_window_seconds: 168 * hour, reset_at: now + 100 * hour },
  ],
})

const answering = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'key']
const hanging = ['h1', 'h2']

beforeAll(async () => {
  server = await startLimitsServer()
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  box.write('.codex/config.toml', limitsConfig(server.url))
  for (const name of [...answering, ...hanging, 'out']) {
    await box.ok('add', name)
    const codexHome = box.account(name, 'home', '.codex')
    if (name === 'key') {
      const login = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-made-up' }
      fs.writeFileSync(join(codexHome, 'auth.json'), JSON.stringify(login), { mode: 0o600 })
    } else if (name !== 'out') secrets.push(...writeChatGptLogin(codexHome, name))
    const number = Number(name.slice(1))
    server.behaviours.set(name, hanging.includes(name) ? 'hang' : windows(number * 10, number * 5))
  }
  secrets.push('sk-made-up')
})
afterAll(async () => {
  await server.close()
  box.remove()
})

/** No codex of this sandbox is left, and nothing secret was said. */
function expectClean(...said: string[]): void {
  for (const secret of secrets) expect(said.join()).not.toContain(secret)
  const left = codexProcesses().filter(({ codexHome }) => codexHome.startsWith(fs.realpathSync(box.folder)))
  expect(left).toEqual([])
  expect(fs.readdirSync(box.account('a1', 'home', '.codex'))).not.toContain('app-server-control')
}

describe('ten accounts, two of them hanging and one logged out', () => {
  it('answers in about the time limit, with seven results and three clear rows', async () => {
    const begin = Date.now()
    const { code, stdout, stderr } = await box.swop(['usage', '--timeout', '5'])
    const took = Date.now() - begin
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(took).toBeLessThan(9_000)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.every((line) => line.length <= 80)).toBe(true)
    const rows = Object.fromEntries(
      lines.filter((line) => !line.startsWith(' ')).map((line) => line.split(/ {2,}/) as [string, string]),
    )
    expect(rows).toEqual({
      ...Object.fromEntries(
        answering.slice(0, 6).map((name) => [name, expect.stringMatching(/^plus, (now|\d s ago)$/)]),
      ),
      key: 'API key: no limits to show',
      h1: 'no answer within 5 s; try again, or raise --timeout',
      h2: 'no answer within 5 s; try again, or raise --timeout',
      out: 'logged out; log in: swop login out',
    })
    expect(stdout).toMatch(
      /^a4 .*\n  5 h   █{12}░{8}  60% left  resets in (2 h|1 h \d+ min)\n  week  █{16}░{4}  80% left  resets \w{3} \d\d:\d\d$/m,
    )
    expectClean(stdout, stderr)
  })

  it('does not ask again within a minute, but those that did not answer', async () => {
    server.requests.length = 0
    server.behaviours.set('h1', windows(60, 2))
    const { code, stdout } = await box.swop(['usage', '--timeout', '3', '--json', 'a1', 'h1', 'key'])
    expect(code).toBe(0)
    expect(new Set(server.requests.map(({ workspace }) => workspace))).toEqual(new Set(['h1']))
    expect(JSON.parse(stdout)).toMatchObject([
      {
        account: 'a1',
        state: 'known',
        email: 'a1@example.org',
        plan: 'plus',
        windows: [
          { name: '5 h', minutes: 300, usedPercent: 10, leftPercent: 90 },
          { name: 'week', leftPercent: 95 },
        ],
      },
      { account: 'h1', state: 'known' },
      { account: 'key', state: 'no-limits' },
    ])
    server.behaviours.set('h1', 'hang')
  })

  it('asks anew with --refresh, and falls back on the older answer, with its age', async () => {
    server.behaviours.set('a1', { status: 503 })
    const { code, stdout, stderr } = await box.swop(['usage', '--refresh', 'a1', 'a2'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(
      /^a1  plus, \d+ (s|min) ago\n  the server answered with 503; try again later\n  5 h .* 90% left/,
    )
    expect(stdout).toMatch(/^a2  plus, now$/m)
    expect(stdout).not.toContain('secret words')
    server.behaviours.set('a1', windows(10, 5))
  })

  it('forgets the answer of another login', async () => {
    writeChatGptLogin(box.account('a2', 'home', '.codex'), 'a5')
    const { stdout } = await box.swop(['usage', '--json', 'a2'])
    expect(JSON.parse(stdout)).toMatchObject([
      { account: 'a2', email: 'a5@example.org', windows: [{ usedPercent: 50 }, {}] },
    ])
  })

  it('names the best, and says why on stderr', async () => {
    const { code, stdout, stderr } = await box.swop(['best', '--timeout', '3'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'a1\n' })
    expect(stderr).toMatch(
      /^swop: a1: 90% left \(5 h, resets in [^)]+\)\nswop: not counted: h2 \(no answer within 3 s\), out \(logged out\)\n$/,
    )
    expectClean(stdout, stderr)
  })

  it('keeps no secret, and for nobody else to read', () => {
    const cache = box.account('a1', 'usage.json')
    expect(fs.statSync(cache).mode & 0o777).toBe(0o600)
    for (const secret of secrets) expect(fs.readFileSync(cache, 'utf8')).not.toContain(secret)
  })
})

describe('the real home', () => {
  const auth = () => join(box.home, '.codex', 'auth.json')

  it('is not in the list without a login of its own, unless it is asked for', async () => {
    const { code, stdout } = await box.swop(['usage', 'default'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'default  logged out; log in: codex login\n' })
  })

  it('is nothing to report in a home that codex was never used in', async () => {
    const fresh = new Sandbox()
    fs.symlinkSync(codexCommand, join(fresh.bin, 'codex'))
    const { code, stdout, stderr } = await fresh.swop(['usage'])
    const asked = await fresh.swop(['usage', 'default'])
    const left = fs.readdirSync(fresh.home)
    fresh.remove()
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('swop add'),
    })
    expect(asked).toMatchObject({ code: 0, stdout: 'default  logged out; log in: codex login\n' })
    expect(left).toEqual([])
  })

  it('is the last of the list with one, also while an account is active', async () => {
    secrets.push(...writeChatGptLogin(join(box.home, '.codex'), 'own'))
    server.behaviours.set('own', windows(33, 44))
    const inside = JSON.parse(await box.ok('env', 'a1', '--format', 'json')) as Record<string, string | null>
    const env = Object.fromEntries(
      Object.entries(inside).filter((pair): pair is [string, string] => pair[1] !== null),
    )
    const { stdout } = await box.swop(['usage', '--json', 'a3', 'default'], {
      ...env,
      SWOP_SAVED: '1',
      SWOP_SAVED_HOME: box.home,
    })
    expect(JSON.parse(stdout)).toMatchObject([
      { account: 'a3', email: 'a3@example.org' },
      { account: 'default', email: 'own@example.org', windows: [{ usedPercent: 33 }, { usedPercent: 44 }] },
    ])
    fs.removeSync(auth())
  })
})

it('ends every codex when it is interrupted', async () => {
  const child = execa(join(box.bin, 'swop'), ['usage', '--refresh', 'h1', 'h2'], {
    env: box.env,
    extendEnv: false,
    reject: false,
  })
  server.requests.length = 0
  while (!server.requests.some(({ path }) => path.endsWith('/wham/usage'))) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGINT')
  expect(await child).toMatchObject({ signal: 'SIGINT', stdout: '' })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expectClean()
})
