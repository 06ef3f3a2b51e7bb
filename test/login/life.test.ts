import fs from 'fs-extra'
import { execa } from 'execa'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codexProcessesOf } from '../../src/codex/processes.ts'
import { modelServerConfig } from '../../src/verify/model-server.ts'
import { codexExec, login, startTrial, type Trial } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, runScript } from '../support/shells.ts'
import { Tmux } from '../support/tmux.ts'

const box = new Sandbox()
let trial: Trial
beforeAll(async () => void (trial = await startTrial(box, ['work', 'other'])))
let earlier = 0
beforeEach(() => void (earlier = trial.server.requests.length))
afterAll(async () => {
  await trial.server.close()
  box.remove()
})

/** What the server saw in this test: which key from which home. */
function seen(): string[] {
  const turns = trial.server.requests.slice(earlier).filter(({ path }) => path.endsWith('/responses'))
  return turns.map(({ key, codexHome }) => `${key} ${codexHome}`)
}

const under = (name: string, ...lines: string[]) => runScript(box, bash, [bash.activate(name), ...lines])

/** A codex that goes on until it is told to end. */
async function running<Result>(codexHome: string, action: () => Promise<Result>): Promise<Result> {
  const env = { ...box.env, CODEX_HOME: codexHome }
  const child = spawn(join(box.bin, 'codex'), ['app-server'], { env, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise((resolve) => child.once('exit', resolve)) // perhaps before it is waited for
  try {
    await expect.poll(() => codexProcessesOf(codexHome).length, { timeout: 20_000 }).toBeGreaterThan(0)
    return await action()
  } finally {
    child.stdin.end()
    child.kill()
    await ended
  }
}

describe('with the real codex', () => {
  it('a renamed account keeps its login, and its sessions can be resumed, from everywhere', async () => {
    expect(await under('work', codexExec)).toMatchObject({ code: 0 })
    const files = fs.readdirSync(join(box.home, '.codex/sessions'), { recursive: true, encoding: 'utf8' })
    const id = /([0-9a-f-]{36})\.jsonl$/.exec(files.find((path) => path.endsWith('.jsonl')) ?? '')?.[1]
    const resume = `codex exec --skip-git-repo-check resume ${id} hi </dev/null >/dev/null`
    await box.ok('rename', 'work', 'client')
    expect(await under('client', 'codex login status', codexExec, resume)).toMatchObject({ code: 0 })
    expect(await under('other', resume)).toMatchObject({ code: 0 })
    await box.ok('remove', 'client', '--yes')
    expect(await under('other', resume)).toMatchObject({ code: 0 })
    await box.ok('restore', 'client')
    expect(await under('client', resume)).toMatchObject({ code: 0 })
    const home = (name: string) => box.account(name, 'home/.codex')
    expect(seen()).toEqual([
      `${trial.keys.work} ${home('work')}`,
      ...[1, 2].map(() => `${trial.keys.work} ${home('client')}`),
      `${trial.keys.other} ${home('other')}`,
      `${trial.keys.other} ${home('other')}`,
      `${trial.keys.work} ${home('client')}`,
    ])
    await box.ok('rename', 'client', 'work')
  })

  it('nothing moves while codex runs', async () => {
    const folder = join(box.home, 'elsewhere')
    fs.mkdirpSync(folder)
    fs.copyFileSync(box.account('work', 'home/.codex/auth.json'), join(folder, 'auth.json'))
    const answers = await running(box.account('work', 'home/.codex'), async () => [
      await box.swop(['rename', 'work', 'x']),
      await box.swop(['remove', 'work', '--yes']),
    ])
    for (const { code, stdout, stderr } of answers) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(
        /^swop: codex is running under 'work': codex app-server \(pid \d+\); [^\n]*--force[^\n]*\n$/,
      )
    }
    await box.ok('remove', 'work', '--yes')
    const adopted = await running(folder, () =>
      box.swop(['add', 'adopted', '--from', join(folder, 'auth.json')]),
    )
    expect(adopted).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`codex is running on ${folder}`),
    })
    expect(fs.existsSync(join(folder, 'auth.json'))).toBe(true)
    await box.ok('add', 'adopted', '--from', join(folder, 'auth.json'))
    expect(await under('adopted', codexExec)).toMatchObject({ code: 0 })
    expect(seen()).toEqual([`${trial.keys.work} ${box.account('adopted', 'home/.codex')}`])
    const forced = await running(box.account('adopted', 'home/.codex'), () =>
      box.swop(['remove', 'adopted', '--yes', '--force']),
    )
    expect([forced.stderr, forced.code]).toEqual([forced.stderr, 0])
    await box.ok('restore', 'work')
  })

  it('the daemon that codex leaves behind is stopped, and its updater', async () => {
    const home = box.account('other', 'home/.codex')
    const roles = () => codexProcessesOf(home).map(({ role }) => role)
    const env = JSON.parse(await box.ok('env', 'other', '--format', 'json')) as Record<string, string | null>
    const set = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== null)
    const tmux = new Tmux(box, { ...box.env, ...Object.fromEntries(set), PATH: box.env.PATH ?? '' })
    try {
      tmux.open('tui', 'codex')
      await expect.poll(roles, { timeout: 40_000 }).toEqual(expect.arrayContaining(['daemon', 'updater']))
      tmux.close()
      await expect.poll(roles, { timeout: 20_000 }).not.toContain('session')
      const { code, stderr } = await box.swop(['rename', 'other', 'else'])
      expect([code, stderr]).toEqual([0, expect.stringContaining("Stopped codex's daemon")])
      expect(roles()).toEqual([])
    } finally {
      tmux.close()
      for (const { pid } of codexProcessesOf(home)) process.kill(pid)
    }
    await box.ok('rename', 'else', 'other')
  })

  it('a codex home that is taken in place keeps its login, its sessions and its databases', async () => {
    const folder = join(box.home, '.codex-client')
    fs.outputFileSync(join(folder, 'config.toml'), modelServerConfig(trial.server.url))
    await execa('codex', ['login', '--with-api-key'], {
      env: { ...box.env, CODEX_HOME: folder },
      extendEnv: false,
      input: 'sk-made-up-in-place',
    })
    const shared = fs.readdirSync(join(box.home, '.codex')).sort()
    await box.ok('add', 'in-place', '--codex-home', folder)
    for (const isolation of ['overlay', 'codex', 'strict']) {
      const path = box.account('in-place', 'account.json')
      fs.writeFileSync(
        path,
        fs.readFileSync(path, 'utf8').replace(/"isolation": "\w+"/, `"isolation": "${isolation}"`),
      )
      expect(await under('in-place', codexExec)).toMatchObject({ code: 0, stderr: '' })
    }
    expect(seen()).toEqual([1, 2, 3].map(() => `sk-made-up-in-place ${folder}`))
    const own = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    expect(own.filter((path) => path.endsWith('.jsonl') && path.startsWith('sessions/'))).toHaveLength(3)
    expect(own.filter((path) => path.endsWith('.sqlite')).length).toBeGreaterThan(0)
    expect(fs.readdirSync(join(box.home, '.codex')).sort()).toEqual(shared)
    expect((await box.run('find', [folder, '-maxdepth', '1', '-type', 'l'])).stdout).toBe('')
    // What its own config.toml says of the databases goes first.
    const databases = join(box.home, 'databases')
    fs.mkdirpSync(databases)
    fs.writeFileSync(
      join(folder, 'config.toml'),
      `sqlite_home = "${databases}"\n${modelServerConfig(trial.server.url)}`,
    )
    expect(await under('in-place', codexExec)).toMatchObject({ code: 0 })
    expect(fs.readdirSync(databases).some((name) => name.endsWith('.sqlite'))).toBe(true)
  })

  it('a login comes from the real home, and the real home is logged out', async () => {
    const key = 'sk-made-up-real'
    await execa('codex', ['login', '--with-api-key'], { env: box.env, extendEnv: false, input: key })
    await box.ok('add', 'mine', '--from', join(box.home, '.codex/auth.json'))
    expect((await box.run('codex', ['login', 'status'])).code).toBe(1)
    expect(await under('mine', codexExec)).toMatchObject({ code: 0 })
    expect(seen()).toEqual([`${key} ${box.account('mine', 'home/.codex')}`])
    await login(box, 'mine', 'sk-made-up-again') // codex writes what swop has moved
  })
})
