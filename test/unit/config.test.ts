import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { settingPath, withoutSetting, withSetting } from '../../src/accounts/setting.ts'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
async function start(): Promise<void> {
  box = new Sandbox()
  box.write('.codex/config.toml', 'model = "base"\n')
  box.write('.codex/AGENTS.md', 'hello\n')
  await box.ok('add', 'work')
  await box.ok('add', 'home')
}
const end = () => box.remove()

const copy = (name: string, account = 'work') => box.account(account, 'home/.codex', name)
const isFile = (path: string) => fs.lstatSync(path).isFile()
const settings = (path: string) => fs.readJsonSync(path) as Record<string, unknown>
const work = () => box.account('work', 'account.json')
const oneLine = /^swop: [^\n]+; [^\n]+\n$/

describe('a key', () => {
  it.each([
    ['isolation', ['isolation']],
    ['share.config.toml', ['share', 'config.toml']],
    ['share.AGENTS.md', ['share', 'AGENTS.md']],
    ['overrides.model', ['overrides', 'model']],
    ['overrides.model_providers."my.one".base_url', ['overrides', 'model_providers', 'my.one', 'base_url']],
  ])('%s', (key, path) => expect(settingPath(key)).toEqual(path))

  it.each([
    'overrides.',
    'overrides..a',
    'share.',
    'overrides.a b',
    'overrides.__proto__.x',
    'share.__proto__',
  ])('%j is refused', (key) => expect(() => settingPath(key)).toThrow(/is no key/))
})

it('setting replaces what is below, and unsetting leaves no empty table', () => {
  const before = { overrides: { a: { b: 1, c: 2 } } }
  expect(withSetting(before, ['overrides', 'a'], { d: 3 })).toEqual({ overrides: { a: { d: 3 } } })
  expect(withoutSetting(before, ['overrides', 'a', 'b'])).toEqual({ overrides: { a: { c: 2 } } })
  expect(withoutSetting({ overrides: { a: { b: 1 } }, x: 1 }, ['overrides', 'a', 'b'])).toEqual({ x: 1 })
  expect(withoutSetting(before, ['overrides', 'z'])).toBeUndefined()
})

describe('swop config', () => {
  beforeEach(start)
  afterEach(end)

  it('sets, gets and unsets for one account, and the account follows at once', async () => {
    await box.ok('config', 'set', '--account', 'work', 'overrides.model', 'own')
    await box.ok('config', 'set', '--account', 'work', 'overrides.model_providers."my.one"', '{"name":"x"}')
    expect(fs.readFileSync(copy('config.toml'), 'utf8')).toContain('[model_providers."my.one"]\nname = "x"\n')
    expect(fs.lstatSync(copy('config.toml', 'home')).isSymbolicLink()).toBe(true)
    expect(await box.ok('config', 'get', '--account', 'work')).toBe(
      [
        'version                                    1',
        'isolation                                  overlay',
        'overrides.model                            own',
        'overrides.model_providers."my.one".name    x',
        '',
      ]
        .join('\n')
        .replaceAll(/ {2,}/g, (spaces) => spaces.slice(2)),
    )
    expect(await box.ok('config', 'get', '--account', 'work', 'overrides.model')).toBe('own\n')
    expect(JSON.parse(await box.ok('config', 'get', '--account', 'work', 'overrides', '--json'))).toEqual({
      model: 'own',
      model_providers: { 'my.one': { name: 'x' } },
    })
    await box.ok('config', 'unset', '--account', 'work', 'overrides')
    expect(fs.readlinkSync(copy('config.toml'))).toBe(join(box.home, '.codex/config.toml'))
    expect(settings(work())).toEqual({ version: 1, isolation: 'overlay' })
  })

  it("a copy that has gone to backups/ does not come back as everybody's config.toml", async () => {
    const base = box.write('.codex/config.toml', 'model = "a"\n')
    await box.ok('config', 'set', '--account', 'work', 'overrides.model', 'b')
    await box.ok('config', 'unset', '--account', 'work', 'overrides.model')
    const [{ backup: id }] = JSON.parse(await box.ok('backups', '--json')) as [{ backup: string }]
    const { code, stderr } = await box.swop(['restore', id])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/settings of its own.*; take from the backup/)])
    expect(fs.readFileSync(base, 'utf8')).toBe('model = "a"\n')
    expect(await box.ok('backups')).toContain(id)
  })

  it('sets for all accounts, and one can differ', async () => {
    await box.ok('config', 'set', 'share.AGENTS.md', 'copied')
    expect(['work', 'home'].map((name) => isFile(copy('AGENTS.md', name)))).toEqual([true, true])
    await box.ok('config', 'set', '--account', 'home', 'share.AGENTS.md', 'shared')
    expect(['work', 'home'].map((name) => isFile(copy('AGENTS.md', name)))).toEqual([true, false])
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
    await box.ok('config', 'unset', 'share.AGENTS.md')
    expect(isFile(copy('AGENTS.md'))).toBe(false)
  })

  it('makes a shared folder the own one of an account, and shared again', async () => {
    await box.ok('config', 'set', '--account', 'work', 'share.skills', 'own')
    expect(fs.existsSync(copy('skills'))).toBe(false)
    fs.outputFileSync(copy('skills/mine'), 'x')
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(fs.existsSync(join(box.home, '.codex/skills/mine'))).toBe(false)
  })

  it('another isolation level is in the env files', async () => {
    await box.ok('config', 'set', '--account', 'work', 'isolation', 'codex')
    expect(fs.readFileSync(box.account('work', 'env.bash'), 'utf8')).not.toContain("export HOME='")
  })

  it('a setting by hand that would link a login stops the account, and says why', async () => {
    fs.writeJsonSync(work(), { ...settings(work()), share: { 'auth.json': 'shared' } })
    expect(await box.swop(['sync', 'work'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("always the account's own"),
    })
    expect(fs.existsSync(copy('auth.json'))).toBe(false)
  })

  it('what is not set, and who is not there', async () => {
    expect(await box.swop(['config', 'get', 'share.x'])).toMatchObject({ code: 1, stdout: '' })
    expect(await box.ok('config', 'get')).not.toContain('salt')
    expect(await box.swop(['config', 'get', '--account', 'nobody'])).toMatchObject({ code: 3 })
  })

  it('schema prints what an editor needs, and settings may name it', async () => {
    const schema = JSON.parse(await box.ok('config', 'schema', '--account', 'work')) as {
      properties: Record<string, unknown>
    }
    expect(Object.keys(schema.properties)).toContain('overrides')
    expect(await box.ok('config', 'schema')).toContain('"share"')
    fs.writeJsonSync(work(), { $schema: 'file:///x.json', ...settings(work()) })
    await box.ok('config', 'set', '--account', 'work', 'share.AGENTS.md', 'own')
    expect(settings(work())).toMatchObject({ $schema: 'file:///x.json' })
  })
})

describe('what swop config refuses', () => {
  beforeAll(start)
  afterAll(end)

  const refused: [string[], RegExp][] = [
    [['set', 'share.auth.json', 'shared'], /always the account's own: the login/],
    [['set', 'share.auth.json', 'copied'], /always the account's own: the login/],
    ...['aUth.json', 'AUTH.JSON', 'auTh.lock', 'mcp-OAuth-locks', '.CREDENTIALS.json', 'auth.json '].flatMap(
      (name) =>
        ['shared', 'copied'].map((mode): [string[], RegExp] => [
          ['set', `share.${name}`, mode],
          /always the account's own/,
        ]),
    ),
    [['set', 'share.Sessions', 'own'], /always shared/],
    [['set', '--account', 'work', 'overrides.n', '100000000000000000000'], /overrides/],
    [['set', 'share../auth.json', 'shared'], /name of an entry/],
    [['set', 'share..auth-x', 'shared'], /always the account's own/],
    [['set', 'share.oauth_creds.json', 'shared'], /speaks of a login/],
    [['set', 'share..env', 'copied'], /does not copy/],
    [['set', 'share.sessions', 'own'], /always shared/],
    [['set', 'share.state_5.sqlite', 'own'], /always shared/],
    [['set', 'share.skills', 'copied'], /only a file can be copied/],
    [['set', 'share.a/b', 'own'], /name of an entry/],
    [['set', 'share.AGENTS.md', 'linked'], /must be one of shared, own, copied/],
    [['set', 'overrides.model', 'x'], /belongs to one account/],
    [['set', 'default', 'work'], /swop default/],
    [['set', 'nope', 'x'], /can't be set here/],
    [['set', 'share.AGENTS.md'], /wrong usage/],
    [['unset'], /wrong usage/],
    [['set', '--account', 'work', 'isolation', 'full'], /must be one of/],
    [['set', '--account', 'work', 'overrides.model', 'null'], /overrides/],
    [
      ['set', '--account', 'work', 'overrides.model_providers.x.experimental_bearer_token', 'sk-secret'],
      /token/,
    ],
  ]
  it.each(refused)('%j is refused, and changes nothing', async (words, message) => {
    const before = [work(), join(box.root, 'config.json')].map((path) => fs.readFileSync(path, 'utf8'))
    const { code, stdout, stderr } = await box.swop(['config', ...words])
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(oneLine)])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('sk-secret')
    expect([work(), join(box.root, 'config.json')].map((path) => fs.readFileSync(path, 'utf8'))).toEqual(
      before,
    )
  })
})

describe('swop config edit', () => {
  beforeEach(start)
  afterEach(end)

  const draft = () => box.account('work', 'account.draft.json')
  const edit = (script: string) => {
    box.write('../bin/ed', `#!/bin/sh\n${script}\n`)
    fs.chmodSync(join(box.bin, 'ed'), 0o755)
    return box.swop(['config', 'edit', '--account', 'work'], { EDITOR: `${join(box.bin, 'ed')} --wait` })
  }

  it('takes what is right', async () => {
    const result = await edit(`sed -i 's/"version": 1/"version": 1, "share": {"AGENTS.md": "copied"}/' "$2"`)
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(isFile(copy('AGENTS.md'))).toBe(true)
    expect(fs.existsSync(draft())).toBe(false)
  })

  it.each([
    ['echo "{" > "$2"', /not valid JSON/],
    [`sed -i 's/"version": 1/"version": 1, "shares": {}/' "$2"`, /unknown setting: shares/],
    [`sed -i 's/"version": 1/"version": 1, "share": {"auth.json": "shared"}/' "$2"`, /login/],
    ['exit 1', /editor .* failed/],
  ])('%s: keeps the settings, and the draft for the next time', async (script, message) => {
    const before = fs.readFileSync(work(), 'utf8')
    const { code, stderr } = await edit(script)
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)])
    expect(stderr).toContain(draft())
    expect(fs.readFileSync(work(), 'utf8')).toBe(before)
    expect(await edit(`cat > "$2" <<'X'\n${before}X`)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('goes on with'),
    })
    expect(fs.existsSync(draft())).toBe(false)
  })

  it('does not write over what has changed meanwhile', async () => {
    const { code, stderr } = await edit(
      `swop config set --account work share.AGENTS.md own; sed -i 's/overlay/codex/' "$2"`,
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('has changed meanwhile')])
    expect(settings(work())).toMatchObject({ isolation: 'overlay', share: { 'AGENTS.md': 'own' } })
  })
})

describe('swop sync', () => {
  beforeEach(start)
  afterEach(end)

  beforeEach(async () => {
    await box.ok('config', 'set', '--account', 'work', 'overrides.model', 'own')
    box.write('.codex/config.toml', 'model = "base"\nexperimental_bearer_token = "sk-secret"\n')
  })

  it('--dry-run is a table with a reason in each row', async () => {
    const { code, stdout } = await box.swop(['sync', '--dry-run'])
    const [heading, ...rows] = stdout.trimEnd().split('\n')
    expect([code, heading]).toEqual([4, expect.stringMatching(/^ACCOUNT +ACTION +REASON$/)])
    const reason = `${join(box.home, '.codex/config.toml')} or the account's settings have changed`
    expect(rows.map((row) => row.endsWith(reason))).toEqual([true, true])
  })

  it('--json has the steps as objects, planned and done, and no text of a file', async () => {
    const planned = await box.swop(['sync', '--dry-run', '--json'])
    const done = await box.swop(['sync', '--json'])
    const steps = (stdout: string) => (JSON.parse(stdout) as { account: string; steps: object[] }[])[1]
    expect([planned.code, done.code]).toEqual([4, 0])
    expect(steps(planned.stdout)).toEqual(steps(done.stdout))
    expect(steps(done.stdout)).toMatchObject({
      account: 'work',
      steps: [{ entry: copy('config.toml'), outcome: 'change', actions: [{ do: 'write' }, { do: 'write' }] }],
    })
    expect(planned.stdout + done.stdout).not.toContain('sk-secret')
    expect(JSON.parse((await box.swop(['sync', '--json'])).stdout)).toEqual([
      { account: 'home', steps: [] },
      { account: 'work', steps: [] },
    ])
  })

  it('says once what a relative path in config.toml leads to', async () => {
    box.write('.codex/prompts/x.md', '')
    box.write('x.md', '')
    box.write(
      '.codex/config.toml',
      'model_instructions_file = "prompts/x.md"\nmodel_catalog_json = "../x.json"\n',
    )
    box.write('x.json', '')
    await box.ok('config', 'set', '--account', 'home', 'isolation', 'strict')
    await box.ok('config', 'set', '--account', 'work', 'isolation', 'strict')
    await box.ok('sync')
    const { code, stdout } = await box.swop(['sync'])
    expect([code, stdout.trimEnd().split('\n')]).toEqual([
      0,
      [expect.stringMatching(/config\.toml \(model_catalog_json: .*\.\.\/x\.json .*write .*\/x\.json\)$/)],
    ])
  })
})
