import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { modelServerConfig, startModelServer } from '../../src/verify/model-server.ts'
import { codexExec } from '../support/codex.ts'
import { eventually } from '../support/account-login.ts'
import { HealthyMachine } from '../support/healthy.ts'

let box: HealthyMachine
beforeAll(async () => {
  box = await new HealthyMachine().setUp()
  for (const name of ['a', 'b'])
    box.writeLogin(name, JSON.stringify({ OPENAI_API_KEY: `sk-made-up-${name}` }))
})
afterAll(async () => {
  for (const name of ['a', 'b', 'default']) await box.swop(['daemons', '--stop', name])
  box.remove()
})

const codexHome = (name: string) => box.account(name, 'home/.codex')

/** `codex app-server daemon start` under an account, as the TUI does it. */
async function startDaemon(name: string, env: Record<string, string> = {}): Promise<void> {
  const script = `eval "$(swop env ${name} --shell bash)" && exec codex app-server daemon start`
  const { code, stderr } = await box.run('bash', ['-c', script], env)
  expect([code, stderr]).toEqual([0, expect.anything()])
}

async function daemons(): Promise<any[]> {
  const { stdout } = await box.swop(['daemons', '--json'])
  const all = JSON.parse(stdout) as { codexHome: string }[]
  return all.filter((each) => each.codexHome.startsWith(box.folder))
}

describe('daemons of the real codex', () => {
  afterEach(async () => {
    for (const { pid, updater } of await daemons())
      for (const each of [pid, updater]) if (each) process.kill(each, 'SIGTERM')
    await expect.poll(daemons, { timeout: 10_000 }).toEqual([])
    // Those of an account that codex was started under by CODEX_HOME alone.
    for (const name of fs.readdirSync(codexHome('b')).filter((each) => each.includes('.sqlite')))
      fs.removeSync(join(codexHome('b'), name))
  })

  it('are listed with account, version, age and where they were started from; and stopped', async () => {
    expect(await daemons()).toEqual([])
    await startDaemon('a', { MY_SECRET: 'planted' })
    await expect.poll(async () => (await daemons())[0]?.updater, { timeout: 15_000 }).toBeTruthy()
    const found = await daemons()
    expect(found).toMatchObject([
      {
        account: 'a',
        isGone: false,
        version: '0.169.0',
        startedFrom: 'a',
        pid: expect.any(Number),
        updater: expect.any(Number),
      },
    ])
    expect(Date.now() - Date.parse(found[0].since)).toBeLessThan(60_000)
    expect(JSON.stringify(found)).not.toContain('planted')
    expect(await box.ok('daemons')).toMatch(/^a +0\.169\.0 +\d+ min +a +\d+ +\d+$/m)
    expect(await box.doctor()).toEqual([])

    expect(await box.ok('daemons', '--stop', 'a')).toBe('Stopped the daemon and the updater of a.\n')
    expect(await daemons()).toEqual([])
    expect(await box.ok('daemons', '--stop', 'a')).toBe('None is running for a.\n')
    expect(await box.swop(['daemons', '--stop', 'nope'])).toMatchObject({ code: 3 })
    expect(await box.ok('daemons')).not.toContain(box.folder) // others of this user may have some
    expect(await box.swop(['daemons', '--unused'])).toMatchObject({ code: 2 })
  })

  it('started from elsewhere, and with a login of before, are found', async () => {
    const env = { CODEX_HOME: codexHome('b') }
    expect((await box.run('codex', ['app-server', 'daemon', 'start'], env)).code).toBe(0)
    expect(await daemons()).toMatchObject([{ account: 'b', startedFrom: 'default' }])
    const later = new Date(Date.now() + 10_000)
    fs.utimesSync(box.authFile('b'), later, later)
    const found = await box.doctor()
    expect(found).toMatchObject([
      {
        check: 'databases',
        account: 'b',
        found: expect.stringMatching(/sqlite.* and \d more in .* are databases of its own/),
      },
      {
        check: 'daemons',
        account: 'b',
        found: expect.stringMatching(/was started from the real home/),
        fixable: false,
      },
      {
        check: 'daemons',
        account: 'b',
        found: expect.stringMatching(/was started before the present login/),
      },
    ])
    expect(found[1]?.todo).toContain('swop daemons --stop b')
    await box.ok('daemons', '--stop', 'b')
    expect((await box.doctor()).map(({ check }) => check)).toEqual(['databases'])
  })

  it('whose home is gone are ended by --fix', async () => {
    await box.ok('add', 'short')
    box.writeLogin('short', JSON.stringify({ OPENAI_API_KEY: 'sk-made-up-short' }))
    await startDaemon('short')
    fs.moveSync(box.account('short'), join(box.folder, 'moved'))
    expect(await daemons()).toMatchObject([{ account: null, isGone: true, startedFrom: null }])
    const [found, ...others] = await box.doctor()
    expect(found).toMatchObject({
      check: 'daemons',
      found: expect.stringMatching(/accounts\/short\/home\/\.codex, which is gone/),
      fixable: true,
    })
    // It makes a part of its home anew, which looks like an account: by now, in a minute, or when it ends.
    for (const each of others) expect(each).toMatchObject({ check: 'ghosts', fixable: true })
    const [fixed] = await box.doctor(['--fix'])
    expect(fixed?.fixed).toMatch(/^ended \d+/)
    expect(await daemons()).toEqual([])
    expect(await box.doctor()).toEqual([])
  })

  it("the real home's is its own", async () => {
    expect((await box.run('codex', ['app-server', 'daemon', 'start'])).code).toBe(0)
    expect(await daemons()).toMatchObject([{ account: 'default', startedFrom: 'default' }])
    expect(await box.doctor()).toEqual([])
    expect(await box.ok('daemons', '--stop', 'default')).toContain('of default')
    expect(await daemons()).toEqual([])
  })

  // Nothing of what codex leaves in its homes is a fault.
  it("codex's own skills come back once the marker is gone", async () => {
    const skills = join(box.home, '.codex/skills/.system')
    const all = fs.readdirSync(skills)
    fs.removeSync(join(skills, 'imagegen', 'SKILL.md'))
    expect(await box.doctor()).toMatchObject([{ check: 'skills', fixable: true }])
    await box.doctor(['--fix'])
    await startDaemon('a')
    await eventually(() => fs.existsSync(join(skills, 'imagegen', 'SKILL.md')) || undefined)
    await eventually(() => fs.existsSync(join(skills, '.codex-system-skills.marker')) || undefined)
    expect(fs.readdirSync(skills)).toEqual(all)
    await box.ok('daemons', '--stop', 'a')
    expect(await box.doctor()).toEqual([])
  })
})

describe("codex's sandbox, where a permission profile is in force", () => {
  const config = () => join(box.home, '.codex/config.toml')
  const profile = (rules: string) =>
    `default_permissions = "acct"\n[permissions.acct]\nextends = ":workspace"\n[permissions.acct.filesystem]\n${rules}\n`
  afterEach(async () => {
    fs.removeSync(config())
    await box.ok('sync')
    expect(await box.doctor()).toEqual([])
  })

  it('finds the logins that it does not keep from commands, and nothing where it does', async () => {
    // One for other purposes: nobody said that it should.
    fs.writeFileSync(config(), profile('"/nowhere" = "deny"'))
    expect(await box.doctor()).toEqual([])
    fs.writeFileSync(config(), profile(`"${box.account('renamed')}" = "deny"`))
    const found = await box.doctor()
    expect(found.map(({ check, account, found: words }) => [check, account, words])).toEqual([
      ['sandbox', 'a', expect.stringMatching(/can read the login of account b /)],
      ['sandbox', 'b', expect.stringMatching(/can read the login of account a /)],
    ])
    fs.writeFileSync(
      config(),
      profile(`glob_scan_max_depth = 6\n"${box.root}/accounts/**/auth.json" = "deny"`),
    )
    expect(await box.doctor()).toEqual([])
    fs.writeFileSync(config(), profile(`"${box.account('a')}" = "deny"`))
    expect(await box.doctor(['b'])).toEqual([])
  })

  it('says that nothing could be tried where the sandbox does not start', async () => {
    fs.writeFileSync(config(), `${profile(`"${box.account('b')}" = "deny"`)}extends = 1\n`)
    expect(await box.doctor(['a'])).toMatchObject([
      { check: 'sandbox', account: 'a', found: expect.stringMatching(/does not run a command: \S/) },
    ])
  })
})

describe('a guard', () => {
  afterEach(async () => {
    await box.ok('guard', 'off', 'a')
    fs.removeSync(join(box.home, '.codex/config.toml'))
    await box.ok('sync')
    expect(await box.doctor()).toEqual([])
  })

  it('is no fault, and one that a setting of the user defeats is', async () => {
    await box.ok('guard', 'on', 'a')
    expect(await box.doctor()).toEqual([])
    fs.writeFileSync(join(box.home, '.codex/config.toml'), 'sandbox_mode = "danger-full-access"\n')
    await box.ok('sync')
    const found = await box.doctor()
    expect(found).toContainEqual(
      expect.objectContaining({
        check: 'guard',
        account: 'a',
        found: expect.stringMatching(/guard is open/),
      }),
    )
  })
})

describe('what a real codex leaves in its homes', () => {
  it('is no fault', async () => {
    const server = await startModelServer()
    const config = join(box.home, '.codex/config.toml')
    try {
      fs.writeFileSync(config, modelServerConfig(server.url))
      for (const name of ['a', 'b']) {
        const { code } = await box.run('bash', [
          '-c',
          `eval "$(swop env ${name} --shell bash)" && ${codexExec}`,
        ])
        expect(code).toBe(0)
      }
      expect(server.requests.length).toBeGreaterThan(1)
      await box.ok('sync')
      expect(await box.doctor()).toEqual([])
    } finally {
      await server.close()
      fs.removeSync(config)
      await box.ok('sync')
    }
  })
})
