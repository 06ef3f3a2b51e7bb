import { deflateSync } from 'node:zlib'
import fs from 'fs-extra'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { parseCodexConfig } from '../../src/codex/config.ts'
import { codexEnvironment, commandEnvironment } from '../../src/codex/environment.ts'
import { planEnv } from '../../src/env/plan.ts'
import { readDirenv } from '../../src/explain/direnv.ts'
import { explain } from '../../src/explain/explain.ts'
import { loginEnvironment } from '../../src/explain/login-shell.ts'
import { show } from '../../src/explain/mask.ts'
import { reportText } from '../../src/explain/report.ts'
import { explainVariable, type Row } from '../../src/explain/rows.ts'
import { warningsOf } from '../../src/explain/warnings.ts'
import { bash, runScript } from '../support/shells.ts'
import { Sandbox } from '../support/sandbox.ts'
import type { Environment } from '../../src/accounts/root.ts'
import type { Isolation } from '../../src/accounts/settings.ts'
import type { Observations } from '../../src/explain/observations.ts'

const root = '/home/you/.local/share/swop'
const real = {
  home: '/home/you',
  codexHome: '/home/you/.codex',
  xdg: { config: '/c', state: '/s', data: '/d', cache: '/k' },
}
const user = { HOME: '/home/you', PATH: '/usr/bin' }

interface Situation {
  env?: Environment
  /** the isolation of an active account */
  active?: Isolation
  dotenv?: Environment
  config?: string
  /** what a login shell's profile does */
  profile?: Environment
  direnv?: Environment
  problems?: Observations['problems']
}

/** What would be seen; what a shell makes of it is simulated: the profile's values win. */
function seen(situation: Situation): Observations {
  const { active, dotenv = {}, config, profile = {}, direnv, problems = [] } = situation
  const account = active && planEnv(root, accountLayout(root, 'work'), active, real)
  const activated = Object.fromEntries(account?.set.map(({ name, value }) => [name, value]) ?? [])
  const saved = account
    ? { SWOP_ACCOUNT: 'work', SWOP_SAVED: '1', SWOP_SAVED_HOME: '/home/you', ...activated }
    : {}
  const env = { ...user, ...saved, ...situation.env }
  const { settings } = parseCodexConfig(config)
  const inCommand = commandEnvironment(codexEnvironment(env, dotenv), settings.policy)
  return {
    env,
    dotenv,
    settings,
    passwdHome: '/home/you',
    root,
    account,
    direnv: direnv && { file: '/p/.envrc', values: direnv },
    dotenvPath: '~/.codex/.env',
    configPath: '~/.codex/config.toml',
    login: { ...env, ...profile },
    command: settings.allowLoginShell ? { ...inCommand, ...profile } : inCommand,
    profile: '~/.bash_profile',
    problems,
  }
}

const accountHome = `${root}/accounts/work/home`
const none = { source: 'nobody', value: null, others: [] }

describe('sources', () => {
  const table: [string, string, Situation, Partial<Row>][] = [
    ['account', 'HOME', { active: 'overlay' }, { source: 'account', value: accountHome }],
    [
      'account, by unsetting',
      'CODEX_API_KEY',
      { active: 'codex' },
      { source: 'account', value: null, others: [] },
    ],
    [
      "account, over the user's",
      'OPENAI_PROJECT',
      { active: 'overlay', env: { SWOP_SAVED_OPENAI_PROJECT: 'mine' } },
      { source: 'account', value: null, others: [{ where: 'before', value: 'mine', from: 'user' }] },
    ],
    [
      "account, by fish's empty value",
      'CODEX_API_KEY',
      { active: 'overlay', env: { CODEX_API_KEY: '' } },
      { source: 'account' },
    ],
    ['binding', 'CODEX_HOME', { active: 'overlay', env: { SWOP_BINDING: '/p' } }, { source: 'binding' }],
    [
      'binding, of the account itself',
      'SWOP_ACCOUNT',
      { active: 'overlay', env: { SWOP_BINDING: '/p' } },
      { source: 'binding', value: 'work' },
    ],
    ...['1 direnv', '1 direnv over', '1 direnv part'].map(
      (mark): [string, string, Situation, Partial<Row>] => [
        `direnv (${mark})`,
        'HOME',
        { active: 'overlay', env: { SWOP_SAVED: mark } },
        { source: 'direnv', value: accountHome },
      ],
    ),
    [
      'direnv, and a binding of the folder',
      'HOME',
      { active: 'overlay', env: { SWOP_SAVED: '1 direnv', SWOP_BINDING: '/p' } },
      { source: 'direnv' },
    ],
    [
      'direnv, what swop does not manage',
      'PATH',
      { env: { PATH: '/p/bin' }, direnv: { PATH: '/p/bin' } },
      { source: 'direnv' },
    ],
    ['direnv, but changed since', 'PATH', { direnv: { PATH: '/p/bin' } }, { source: 'user' }],
    ['user, no account', 'HOME', {}, { source: 'user', value: '/home/you', others: [] }],
    ['user, not managed', 'PATH', { active: 'overlay' }, { source: 'user', value: '/usr/bin', others: [] }],
    [
      "user, managed but not this account's",
      'HOME',
      { active: 'codex' },
      { source: 'user', value: '/home/you', others: [] },
    ],
    [
      'user, changed since the activation',
      'CODEX_HOME',
      { active: 'overlay', env: { CODEX_HOME: '/elsewhere' } },
      {
        source: 'user',
        value: '/elsewhere',
        others: [{ where: 'account', value: `${accountHome}/.codex`, from: 'account work' }],
      },
    ],
    [
      'user, unset since the activation',
      'CODEX_SQLITE_HOME',
      { active: 'overlay', env: { CODEX_SQLITE_HOME: undefined } },
      {
        source: 'user',
        value: null,
        others: [
          { where: 'account', value: '/home/you/.codex', from: 'account work' },
          { where: 'codex', value: `${accountHome}/.codex`, from: 'its default' },
        ],
      },
    ],
    [
      "codex's .env",
      'OPENAI_BASE_URL',
      { active: 'overlay', dotenv: { OPENAI_BASE_URL: 'https://x.example' } },
      { source: 'account', others: [{ where: 'codex', value: 'https://x.example', from: "codex's .env" }] },
    ],
    [
      "a line of codex's .env that it ignores",
      'CODEX_API_KEY',
      { dotenv: { CODEX_API_KEY: 'k' } },
      { ...none, others: [{ where: 'ignored', value: '(set, 1 characters)', from: "codex's .env" }] } as Row,
    ],
    [
      'login profile',
      'CODEX_API_KEY',
      { active: 'overlay', profile: { CODEX_API_KEY: 'k' }, config: 'allow_login_shell = false' },
      {
        source: 'account',
        others: [{ where: 'bash -lc', value: '(set, 1 characters)', from: 'login profile' }],
      },
    ],
    [
      'login profile, also for commands',
      'PATH',
      { profile: { PATH: '/bin' } },
      {
        others: [
          { where: 'bash -lc', value: '/bin', from: 'login profile' },
          { where: 'command', value: '/bin', from: 'login profile' },
        ],
      },
    ],
    [
      'shell_environment_policy',
      'CODEX_HOME',
      { active: 'codex', config: 'shell_environment_policy = { inherit = "core" }' },
      { others: [{ where: 'command', value: null, from: 'shell_environment_policy.inherit' }] },
    ],
    ['left over', 'CODEX_HOME', { env: { CODEX_HOME: `${accountHome}/.codex` } }, { source: 'left over' }],
    [
      "left over, of another user's root",
      'CODEX_HOME',
      { env: { CODEX_HOME: '/home/other/swop/accounts/a/home/.codex' } },
      { source: 'left over' },
    ],
    [
      'left over, the name of an account that is gone',
      'SWOP_ACCOUNT',
      { env: { SWOP_ACCOUNT: 'gone' } },
      { source: 'left over' },
    ],
    [
      "the user's own, in a folder called accounts",
      'CODEX_HOME',
      { env: { CODEX_HOME: '/srv/accounts/me/codex' } },
      { source: 'user' },
    ],
    ['nobody', 'EDITOR', { active: 'overlay' }, none as Partial<Row>],
    [
      'OPENAI_API_KEY, which codex ignores',
      'OPENAI_API_KEY',
      { env: { OPENAI_API_KEY: 'k' } },
      {
        source: 'user',
        others: [{ where: 'codex', value: null, from: 'no provider in config.toml names it' }],
      },
    ],
    [
      'OPENAI_API_KEY, which the provider reads',
      'OPENAI_API_KEY',
      {
        env: { OPENAI_API_KEY: 'k' },
        config: 'model_provider = "p"\n[model_providers.p]\nenv_key = "OPENAI_API_KEY"',
      },
      { source: 'user', others: [] },
    ],
    [
      'a key of a provider that is not in use',
      'P_KEY',
      { env: { P_KEY: 'k' }, config: '[model_providers.p]\nenv_key = "P_KEY"' },
      { others: [{ where: 'codex', value: null, from: 'only the provider p reads it' }] },
    ],
    [
      'sqlite_home goes before the variable',
      'CODEX_SQLITE_HOME',
      { active: 'overlay', config: 'sqlite_home = "/db"' },
      { others: [{ where: 'codex', value: '/db', from: 'sqlite_home in config.toml' }] },
    ],
  ]
  it.each(table)('%s: %s', (_name, variable, situation, row) => {
    expect(explainVariable(variable, seen(situation))).toMatchObject(row)
  })
})

describe('warnings', () => {
  const table: [string, Situation, [string | null, RegExp, RegExp][]][] = [
    ['none, with an account', { active: 'overlay' }, []],
    ['none, without', { env: { CODEX_API_KEY: 'k', OPENAI_API_KEY: 'k' } }, []],
    [
      'PATH',
      { profile: { PATH: '/bin' } },
      [['PATH', /bash -lc and codex's commands/, /^allow_login_shell = false in /]],
    ],
    [
      'a key that a profile exports',
      { active: 'overlay', profile: { CODEX_API_KEY: 'k' } },
      [
        [
          'CODEX_API_KEY',
          /~\/\.bash_profile/,
          /^allow_login_shell = false in .*, or \. \S+\/shell\/init\.bash as/,
        ],
      ],
    ],
    [
      'a profile that codex does not ask',
      { profile: { HOME: '/x' }, config: 'allow_login_shell = false' },
      [['HOME', /changes it in bash -lc$/, /change it in ~\/\.bash_profile/]],
    ],
    ...(
      [
        ['inherit = "none"\nset = { PATH = "/usr/bin", HOME = "/home/you" }', 'inherit', /inherit = "all"/],
        ['exclude = ["codex_h?me"]', 'exclude', /no pattern in exclude that fits CODEX_HOME/],
        ['set = { CODEX_HOME = "/x" }', 'set', /no CODEX_HOME in set/],
        ['include_only = ["PATH", "HOME"]', 'include_only', /"CODEX_HOME" in include_only/],
      ] as const
    ).map(([text, setting, cure]): (typeof table)[number] => [
      `shell_environment_policy.${setting}`,
      { env: { CODEX_HOME: '/mine' }, config: `[shell_environment_policy]\n${text}` },
      [['CODEX_HOME', new RegExp(`shell_environment_policy\\.${setting} `), cure]],
    ]),
    [
      'ignore_default_excludes',
      { env: { CODEX_API_KEY: 'k' }, config: 'shell_environment_policy.ignore_default_excludes = false' },
      [['CODEX_API_KEY', /ignore_default_excludes takes it/, /ignore_default_excludes = true/]],
    ],
    [
      "codex's .env",
      { dotenv: { OPENAI_BASE_URL: 'https://x.example', CODEX_API_KEY: 'k', OTHER: 'x' } },
      [['OPENAI_BASE_URL', /have it from ~\/\.codex\/\.env/, /take the line out/]],
    ],
    [
      'changed since the activation',
      { active: 'overlay', env: { OPENAI_PROJECT: 'x' } },
      [['OPENAI_PROJECT', /changed since the activation of work/, /swop use work/]],
    ],
    [
      'left over, with a baseline',
      { env: { SWOP_SAVED: '1', CODEX_HOME: `${accountHome}/.codex` } },
      [['CODEX_HOME', /left over/, /swop off/]],
    ],
    [
      'left over, without',
      { env: { HOME: accountHome, SWOP_ACCOUNT: 'gone' } },
      [[null, /SWOP_ACCOUNT, HOME: left over/, /new login shell/]],
    ],
  ]
  it.each(table)('%s', (_name, situation, expected) => {
    expect(warningsOf(seen(situation))).toEqual(
      expected.map(([variable, message, cure]) => ({
        variable,
        message: expect.stringMatching(message),
        cure: expect.stringMatching(cure),
      })),
    )
  })

  it('nothing is said of shells that could not be asked', () => {
    expect(
      warningsOf({ ...seen({ profile: { PATH: '/x' } }), login: undefined, command: undefined }),
    ).toEqual([])
  })
})

describe('masking', () => {
  it('what a provider sends, whatever it is called and wherever it stands', () => {
    const config =
      '[model_providers.p]\nenv_key = "MISTRAL"\n[shell_environment_policy]\nset = { MISTRAL = "short3" }'
    const env = { MISTRAL: 'short1' }
    const all = explain(
      seen({ env, dotenv: { MISTRAL: 'short2' }, profile: { MISTRAL: 'short4' }, config }),
      [],
    )
    expect(JSON.stringify(all) + reportText(all)).not.toContain('short')
    expect(all.variables.find(({ name }) => name === 'MISTRAL')?.value).toBe('(set, 6 characters)')
  })

  const secret = [
    ['CODEX_API_KEY', 'x'],
    ['my_password', 'x'],
    ['GIT_CREDENTIALS', 'x'],
    ['HARMLESS', 'sk-proj-abcdef'],
    ['HARMLESS', 'Bearer at-abcdef'],
    ['HARMLESS', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'],
    ['HARMLESS', 'a'.repeat(40)],
    ['HARMLESS', '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQ=='],
    ['PATH', `/usr/bin:/opt/${'0123456789abcdef'.repeat(3)}/bin`],
    ['OPENAI_BASE_URL', 'https://me:hidden@x.example/v1'],
    ['OPENAI_BASE_URL', 'https://x.example/v1?api-key=hidden'],
    ['DB_PASS', 'x'],
    ['PROXY_AUTH', 'x'],
    ['HARMLESS', 'ghp_abcdef1234'],
    ['HARMLESS', '/x:gsk_abcdef1234'],
    ['HARMLESS', 'AKIAIOSFODNN7EXAMPLE'],
    ['HARMLESS', 'Bearer hidden'],
  ]
  it.each(secret)('%s=%s', (name, value) => {
    expect(show(name, value)).toBe(`(set, ${value.length} characters)`)
  })

  it.each([
    ['HOME', accountHome],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/home/you/task-runner/Projects2024/node_modules/.bin'],
    ['OPENAI_BASE_URL', 'https://proxy.example.com/a/rather/long/path/that/is/none/v1'],
    ['EMPTY', ''],
    ['CODEX_AUTHAPI_BASE_URL', 'https://auth.example'],
  ])('not %s=%s', (name, value) => expect(show(name, value)).toBe(value))

  it('a terminal gets no control characters', () => {
    expect(show('A', 'a\u001B]0;x\u0007\nb\u009Bc')).toBe(String.raw`a\u001b]0;x\u0007\nb\u009bc`)
  })
})

describe('the report', () => {
  it('says who chose the account, and fits 80 columns', () => {
    const bound = explain(
      seen({ active: 'overlay', env: { SWOP_BINDING: '/p' }, profile: { PATH: '/x'.repeat(90) } }),
      [],
    )
    const text = reportText({ ...bound, warnings: [] })
    expect(text).toMatch(/^Account work is active, chosen by the binding of \/p\.\n/)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    const direnv = explain(seen({ active: 'codex', env: { SWOP_SAVED: '1 direnv' }, direnv: {} }), ['HOME'])
    expect(reportText(direnv)).toMatch(/chosen by direnv \(\/p\/\.envrc\)\.\n/)
  })

  it('takes names and patterns, and shows only their warnings', () => {
    const all = seen({ profile: { PATH: '/x', HOME: '/x' } })
    expect(explain(all, ['PATH', 'XDG_*', 'PATH']).variables.map(({ name }) => name)).toHaveLength(5)
    expect(explain(all, ['PATH']).warnings.map(({ variable }) => variable)).toEqual(['PATH'])
    for (const word of ['NOPE_*', 'a=b', '', '1A', 'sk-planted-key', 'a'.repeat(40)]) {
      expect(() => explain(all, [word])).toThrowError(expect.objectContaining({ exitCode: 2 }))
    }
    expect(() => explain(all, ['sk-planted-key'])).not.toThrowError(/planted/)
  })
})

describe('what is read', () => {
  it.each([
    ['x = "sk-planted', /^is not valid TOML: line 1/],
    [
      '[shell_environment_policy]\ninherit = "sk-planted"',
      /^has a wrong value: shell_environment_policy\.inherit$/,
    ],
  ])('a config.toml with a mistake is not quoted: %s', (text, problem) => {
    const parsed = parseCodexConfig(text)
    expect(parsed.problem).toMatch(problem)
    expect(parsed.problem).not.toContain('planted')
    expect(parsed.settings).toEqual(parseCodexConfig(undefined).settings)
  })

  it('a key where the name of its variable belongs is no variable', () => {
    const { settings } = parseCodexConfig('[model_providers.p]\nenv_key = "sk-planted"')
    expect([...settings.readBy]).toEqual([])
  })

  it("direnv's notes, or none", () => {
    const diff = deflateSync(JSON.stringify({ p: {}, n: { A: '1' } })).toString('base64url')
    expect(readDirenv({ DIRENV_DIFF: diff, DIRENV_DIR: '-/p' })).toEqual({
      file: '/p/.envrc',
      values: { A: '1' },
    })
    expect(readDirenv({ DIRENV_DIFF: 'nonsense' })).toBeUndefined()
    expect(readDirenv({})).toBeUndefined()
  })
})

describe('real shells', () => {
  let box: Sandbox
  beforeEach(() => (box = new Sandbox()))
  afterEach(() => box.remove())

  const planted = [
    'sk-planted-in-shell',
    'sk-planted-in-profile',
    'sk-planted-in-dotenv',
    'sk-planted-in-config',
    'planted-hook',
  ]

  /** Runs `swop explain` in a bash in which the account is active by eval; no key in whatever it prints. */
  async function explained(words: string, before: readonly string[] = [], env: Record<string, string> = {}) {
    const script = ['eval "$(swop env work --shell bash)"', ...before, `swop explain ${words}`]
    const result = await runScript(box, bash, script, env)
    for (const key of planted) expect(result.stdout + result.stderr).not.toContain(key)
    return result
  }

  beforeEach(async () => {
    box.write(
      '.bash_profile',
      'echo hello; export CODEX_API_KEY=sk-planted-in-profile\nPATH=/from/profile:$PATH\n',
    )
    box.write(
      '.codex/config.toml',
      `model_provider = "p"
[model_providers.p]
env_key = "PROVIDER_KEY"
[shell_environment_policy]
exclude = ["CODEX_SQLITE_*"]
set = { CODEX_ACCESS_TOKEN = "sk-planted-in-config" }
`,
    )
    await box.ok('add', 'work')
    fs.writeFileSync(
      box.account('work', 'home/.codex/.env'),
      'OPENAI_BASE_URL=https://dotenv.example/v1\nexport PROVIDER_KEY="sk-planted-in-dotenv"\n',
    )
  })

  it('all sources of one shell, and no key', async () => {
    const env = { CODEX_API_KEY: 'sk-planted-in-shell', OPENAI_ORGANIZATION: 'mine' }
    const { code, stdout, stderr } = await explained('--json', ['export OPENAI_PROJECT=later'], env)
    expect([code, stderr]).toEqual([0, ''])
    const { account, chosenBy, variables, warnings } = JSON.parse(stdout)
    expect([account, chosenBy]).toEqual(['work', 'account'])
    const row = (name: string) => (variables as Row[]).find((each) => each.name === name)
    expect(row('HOME')).toMatchObject({ source: 'account', value: box.account('work', 'home') })
    expect(row('CODEX_API_KEY')).toMatchObject({
      source: 'account',
      value: null,
      others: [
        { where: 'before', value: '(set, 19 characters)' },
        { where: 'bash -lc', value: '(set, 21 characters)', from: 'login profile' },
        { where: 'command', from: 'login profile' },
      ],
    })
    expect(row('OPENAI_PROJECT')).toMatchObject({
      source: 'user',
      others: [{ where: 'account', value: null }],
    })
    expect(row('OPENAI_ORGANIZATION')?.others).toEqual([{ where: 'before', value: 'mine', from: 'user' }])
    expect(row('OPENAI_BASE_URL')?.others).toContainEqual({
      where: 'codex',
      value: 'https://dotenv.example/v1',
      from: "codex's .env",
    })
    expect(row('PROVIDER_KEY')?.others).toContainEqual({
      where: 'codex',
      value: '(set, 20 characters)',
      from: "codex's .env",
    })
    expect(row('PATH')?.others[0]?.value).toMatch(/^\/from\/profile:/)
    const about = (name: string) =>
      (warnings as { variable: string; cure: string }[]).filter(({ variable }) => variable === name)
    expect(about('PATH')).toMatchObject([{ cure: 'allow_login_shell = false in ~/.codex/config.toml' }])
    expect(about('CODEX_API_KEY')).toMatchObject([
      { cure: expect.stringContaining('/shell/init.bash as the last') },
    ])
    expect(about('CODEX_SQLITE_HOME')).toMatchObject([{ cure: expect.stringContaining('exclude') }])
    expect(about('CODEX_ACCESS_TOKEN')).toMatchObject([{ cure: expect.stringContaining('set') }])
    expect(about('OPENAI_BASE_URL')).toMatchObject([{ cure: 'take the line out of ~/.codex/.env' }])
    expect(about('OPENAI_PROJECT')).toMatchObject([{ cure: expect.stringContaining('swop use work') }])
  })

  it('for people, too', async () => {
    const { code, stdout, stderr } = await explained('', [], { CODEX_API_KEY: 'sk-planted-in-shell' })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Account work is active, chosen by hand\.\n\nVARIABLE +VALUE +SOURCE\n/)
    expect(stdout).toMatch(/\n {2}codex would use https:\/\/dotenv\.example\/v1 \(codex's \.env\)\n/)
    expect(stdout).toMatch(/\nWarnings:\n- PATH: /)
  })

  it.each(['binding', 'direnv'])('%s', async (by) => {
    const mark = by === 'binding' ? 'export SWOP_BINDING=/p' : "export SWOP_SAVED='1 direnv'"
    const { stdout } = await explained('HOME CODEX_API_KEY --json', [mark])
    expect(JSON.parse(stdout)).toMatchObject({ chosenBy: by, variables: [{ source: by }, { source: by }] })
  })

  it('the cures that it names are cures', async () => {
    fs.appendFileSync(`${box.home}/.bash_profile`, `. ${box.root}/shell/init.bash\n`)
    const sane = 'allow_login_shell = false\n'
    const { stdout: init } = await explained('CODEX_API_KEY --json')
    expect(JSON.parse(init).warnings).toEqual([])
    box.write('.codex/config.toml', sane)
    const { stdout } = await explained('PATH CODEX_ACCESS_TOKEN --json')
    expect(JSON.parse(stdout)).toMatchObject({
      variables: [{ others: [{ where: 'bash -lc' }] }, { others: [] }],
      warnings: [{ variable: 'PATH', message: expect.stringMatching(/in bash -lc$/) }],
    })
  })

  it('what is left over from an account', async () => {
    const env = { CODEX_HOME: box.account('work', 'home/.codex'), CODEX_API_KEY: 'sk-planted-in-shell' }
    const { code, stdout } = await box.swop(['explain', 'CODEX_*', '--json'], env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      account: null,
      variables: expect.arrayContaining([
        expect.objectContaining({ name: 'CODEX_HOME', source: 'left over' }),
        expect.objectContaining({ name: 'CODEX_API_KEY', source: 'user', value: '(set, 19 characters)' }),
      ]),
    })
    const gone = await box.swop(['explain', 'SWOP_ACCOUNT'], { SWOP_ACCOUNT: 'gone' })
    expect(gone.stdout).toMatch(/SWOP_ACCOUNT +gone +left over\n[^]*there is no account 'gone'/)
  })

  it.each([
    ['waits', 'read line </dev/zero; sleep 60', /bash -lc did not get through its profile in 2 s/],
    ['ends the shell', 'exit 3', /did not get through/],
    [
      'leaves something in the background',
      'sleep 60 & export PATH=/from/profile',
      /PATH: a login shell's profile/,
    ],
    [
      'changes everything around',
      'set -eu -- a b; IFS=0; shopt -s expand_aliases; alias printf=false; PATH=',
      /PATH: /,
    ],
  ])('a profile that %s', async (_name, profile, said) => {
    box.write('.bash_profile', `${profile}\n`)
    const start = Date.now()
    const { code, stdout } = await explained('PATH')
    expect([code, stdout]).toEqual([0, expect.stringMatching(said)])
    expect(Date.now() - start).toBeLessThan(20_000)
  })

  it('damaged files are said, and do not hide the rest', async () => {
    box.write('.codex/config.toml', 'key = "sk-planted-in-config')
    fs.removeSync(box.account('work', 'home/.codex/.env'))
    fs.mkdirSync(box.account('work', 'home/.codex/.env'))
    const { code, stdout } = await explained('HOME')
    expect([code, stdout]).toEqual([0, expect.stringContaining('config.toml is not valid TOML: line 1')])
    expect(stdout).toMatch(/HOME .* account\n/)
  })

  it('a word that is no variable: usage, also as JSON', async () => {
    for (const option of ['', '--json']) {
      const { code, stdout, stderr } = await explained(`sk-planted-in-shell ${option}`)
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^swop: '\(set, 19 characters\)' is no variable's name/),
      ])
      expect(stdout === '' || JSON.parse(stdout).error.exitCode === 2).toBe(true)
    }
  })

  it('values with newlines come back whole', async () => {
    const env = { PATH: '/usr/bin:/bin', HOME: box.folder, A: 'a\nb=c\n', B: '' }
    expect(await loginEnvironment('/bin/bash', env, 5000)).toMatchObject({ A: 'a\nb=c\n', B: '' })
    expect(await loginEnvironment('/nowhere/bash', env, 5000)).toBeUndefined()
  })
})
