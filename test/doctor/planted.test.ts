import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCount } from '../../src/checks/examine.ts'
import { codexCommand } from '../support/codex.ts'
import { HealthyMachine, planted } from '../support/healthy.ts'
import { jwt } from '../support/tokens.ts'

let box: HealthyMachine
beforeAll(async () => {
  box = await new HealthyMachine().setUp()
})
afterAll(() => box.remove())

/** What is expected of a finding: its check, whose it is, words of it. */
type Expected = [check: string, account: string | undefined, found: RegExp]

interface Fault {
  plant: () => unknown
  finds: Expected[]
  /** what the last finding says is to be done */
  todo?: RegExp
  /** all of them are cured by --fix */
  fixed?: true
  /** puts right what is not; for a fixed one nothing is left to do */
  undo?: () => unknown
  /** of the shell */
  env?: () => Record<string, string>
}

const codexHome = (name: string, ...path: string[]) => box.account(name, 'home/.codex', ...path)
const base = (...path: string[]) => join(box.home, '.codex', ...path)
const swops = (...path: string[]) => join(box.root, ...path)

/** Another text for a file, and the way back. */
function another(path: () => string, text: string | ((before: string) => string), after?: () => unknown) {
  let before: string | undefined
  return {
    plant: async () => {
      before = fs.existsSync(path()) ? fs.readFileSync(path(), 'latin1') : undefined
      fs.outputFileSync(path(), typeof text === 'string' ? text : text(before ?? ''), { mode: 0o600 })
      await after?.()
    },
    undo: async () => {
      if (before === undefined) fs.removeSync(path())
      else fs.writeFileSync(path(), before, 'latin1')
      await after?.()
    },
  }
}

/** More lines for an rc file. */
const appended = (path: string, lines: string) =>
  another(
    () => join(box.home, path),
    (before) => `${before}${lines}\n`,
  )

const sync = () => box.ok('sync')

/** A script in codex's place: of versions that are not out yet there is no real one. */
const otherCodex = (script: string) => ({
  plant: () => {
    fs.removeSync(join(box.bin, 'codex'))
    fs.writeFileSync(join(box.bin, 'codex'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  },
  undo: () => {
    fs.removeSync(join(box.bin, 'codex'))
    fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  },
})

async function database(path: string): Promise<void> {
  const rows =
    'with recursive n(x) as (select 1 union all select x + 1 from n where x < 2000) insert into t select x, hex(randomblob(40)) from n'
  const { code } = await box.run('sqlite3', [path, `create table t(x, y); ${rows}; create index i on t(y);`])
  expect(code).toBe(0)
}

const faults: Record<string, Fault> = {
  'no codex on PATH': {
    plant: () => fs.removeSync(join(box.bin, 'codex')),
    finds: [['codex', undefined, /codex is not on PATH/]],
    undo: () => fs.symlinkSync(codexCommand, join(box.bin, 'codex')),
  },
  'a codex that does not start': {
    ...otherCodex('exit 3'),
    finds: [['codex', undefined, /--version failed: exit code 3/]],
  },
  'a codex that does not answer': {
    ...otherCodex('exec sleep 60'),
    finds: [['codex', undefined, /--version failed: no answer in 5 s/]],
  },
  'a newer codex': {
    ...otherCodex('echo codex-cli 0.200.0'),
    finds: [['codex', undefined, /codex 0\.200\.0 is newer .*0\.169\.0/]],
  },
  'an older codex': {
    ...otherCodex('echo codex-cli 0.91.9'),
    finds: [['codex', undefined, /codex 0\.91\.9 is older .*0\.92\.0/]],
  },

  'broken account.json': {
    ...another(() => box.account('a', 'account.json'), '{'),
    finds: [['settings', 'a', /account\.json is not valid JSON/]],
  },
  'broken config.json': {
    ...another(() => swops('config.json'), '{'),
    finds: [['settings', undefined, /config\.json is not valid JSON/]],
  },
  'broken bindings.json': {
    ...another(() => swops('bindings.json'), '{'),
    finds: [['settings', undefined, /bindings\.json is not valid JSON/]],
  },
  'a default account that is gone': {
    ...another(
      () => swops('config.json'),
      (text) => text.replace('{', '{"default":"gone",'),
      sync,
    ),
    finds: [['settings', undefined, /no account 'gone', which is the default/]],
  },
  'a binding of an account that is gone': {
    ...another(() => swops('bindings.json'), '{"version":1,"bindings":{"/nowhere":"gone"}}', sync),
    finds: [['settings', undefined, /no account 'gone', which is bound to \/nowhere/]],
  },
  'a rename that was killed': {
    plant: () => fs.writeFileSync(swops('unfinished.json'), '{"version":1,"from":"old","to":"a"}'),
    finds: [['unfinished', undefined, /not finished/]],
    fixed: true,
  },

  'a folder that is no account': {
    plant: () => fs.mkdirpSync(box.account('ghost', 'home/.codex/app-server-daemon')),
    finds: [['ghosts', undefined, /ghost is no account/]],
    fixed: true,
  },
  'an account that has lost its settings': {
    plant: () => fs.renameSync(box.account('b', 'account.json'), box.account('b', 'kept.json')),
    finds: [['settings', 'b', /account\.json is missing/]],
    undo: () => fs.renameSync(box.account('b', 'kept.json'), box.account('b', 'account.json')),
  },
  'modes of files': {
    plant: () => {
      fs.chmodSync(box.account('a', 'account.json'), 0o644)
      fs.chmodSync(box.account('a', 'home'), 0o755)
      fs.chmodSync(swops('shell'), 0o750)
    },
    finds: [
      ['modes', undefined, /shell: open to other users/],
      ['modes', 'a', /account\.json.*open to other users/],
    ],
    fixed: true,
  },
  "another user's file": {
    plant: () => fs.chownSync(box.account('b', 'env.fish'), 65534, 65534),
    finds: [['modes', 'b', /env\.fish: another user's/]],
    undo: () => fs.chownSync(box.account('b', 'env.fish'), 0, 0),
  },

  'a dangling link in the base codex home': {
    plant: () => fs.symlinkSync('/nowhere', base('AGENTS.md')),
    finds: [['links', undefined, /AGENTS\.md leads to \/nowhere/]],
    undo: () => fs.removeSync(base('AGENTS.md')),
  },
  "a dangling link among an account's own": {
    plant: () => fs.symlinkSync('/nowhere', codexHome('a', 'log')),
    finds: [['links', 'a', /log leads to \/nowhere/]],
    undo: () => fs.removeSync(codexHome('a', 'log')),
  },

  'an env file that was cut off': {
    plant: () => fs.truncateSync(box.account('b', 'env.bash'), 100),
    finds: [['generated', 'b', /env\.bash: damaged/]],
    fixed: true,
  },
  'a file of all accounts that is gone, and one of an older swop': {
    plant: () => {
      fs.removeSync(swops('shell/off.sh'))
      fs.appendFileSync(swops('shell/direnv.bash'), '# older\n')
    },
    finds: [['generated', undefined, /off\.sh, .*direnv\.bash: damaged/]],
    fixed: true,
  },
  'functions that start a swop that is gone': {
    plant: () => {
      const functions = swops('shell/functions.bash')
      fs.writeFileSync(
        functions,
        fs.readFileSync(functions, 'utf8').replace(/(SWOP_SHELL=bash) '[^']+' /, "$1 '/nowhere/node' "),
      )
    },
    finds: [['generated', undefined, /functions\.bash/]],
    fixed: true,
  },

  'a shared folder that is a real one': {
    plant: () => {
      fs.removeSync(codexHome('a', 'sessions'))
      fs.mkdirSync(codexHome('a', 'sessions'))
    },
    finds: [['drift', 'a', /1 entry is not as the share map says: .*sessions/]],
    fixed: true,
  },
  "a link to the real home's login": {
    plant: () => {
      fs.removeSync(box.authFile('a'))
      fs.writeFileSync(base('auth.json'), '{"OPENAI_API_KEY":"sk-made-up"}', { mode: 0o600 })
      fs.symlinkSync(base('auth.json'), box.authFile('a'))
    },
    // The login itself is as odd as the link: two findings, one cause.
    finds: [
      ['logins', 'a', /auth\.json is a link/],
      ['drift', 'a', /auth\.json/],
    ],
    undo: async () => {
      await sync()
      fs.removeSync(base('auth.json'))
      box.logIn('a')
    },
  },
  'a broken config.toml of which an account has a copy': {
    ...another(
      () => base('config.toml'),
      '= broken',
      async () => {
        const isBroken = fs.existsSync(base('config.toml'))
        if (isBroken) await box.swop(['config', 'set', '--account', 'a', 'overrides.model', '"o"'])
        else await box.ok('config', 'unset', '--account', 'a', 'overrides')
        if (!isBroken) await sync()
      },
    ),
    finds: [
      ['config', undefined, /config\.toml is not valid TOML/],
      ['drift', 'a', /config\.toml: it is not valid TOML/],
    ],
    todo: /^repair it/,
  },
  'content on both sides': {
    plant: () => {
      fs.removeSync(codexHome('a', 'AGENTS.md'))
      fs.outputFileSync(codexHome('a', 'AGENTS.md/one'), 'a folder here, and a file there')
      fs.outputFileSync(base('AGENTS.md'), '2')
    },
    finds: [['drift', 'a', /AGENTS\.md: a folder/]],
    undo: async () => {
      fs.removeSync(codexHome('a', 'AGENTS.md'))
      fs.removeSync(base('AGENTS.md'))
      await sync()
    },
  },
  'a name that the share map does not have': {
    plant: async () => {
      fs.writeFileSync(base('telepathy.json'), '{}')
      await sync()
    },
    finds: [['unknown entries', undefined, /telepathy\.json in .* is not known: shared/]],
    undo: async () => {
      fs.removeSync(base('telepathy.json'))
      await sync()
    },
  },
  'one that only an account has': {
    ...another(() => codexHome('a', 'mind.lock'), ''),
    finds: [['unknown entries', 'a', /mind\.lock .* own/]],
  },

  'variables of an account in a shell without one': {
    plant: () => undefined,
    env: () => ({ CODEX_HOME: codexHome('a'), SWOP_SAVED_HOME: box.home }),
    finds: [['leftovers', undefined, /CODEX_HOME.*SWOP_SAVED_HOME|SWOP_SAVED_HOME.*CODEX_HOME/]],
  },
  'an active account that is gone': {
    plant: () => undefined,
    env: () => ({ SWOP_ACCOUNT: 'gone' }),
    finds: [['leftovers', undefined, /SWOP_ACCOUNT: left over/]],
  },
  'a variable that outranks the account': {
    plant: () => undefined,
    env: () => ({ SWOP_ACCOUNT: 'a', CODEX_API_KEY: planted }),
    finds: [['outrank', 'a', /CODEX_API_KEY: set in this shell/]],
  },
  "a variable that outranks the real home's login": {
    ...another(base.bind(undefined, 'auth.json'), '{"OPENAI_API_KEY":"sk-made-up"}', () => {
      if (fs.existsSync(base('auth.json'))) fs.chmodSync(base('auth.json'), 0o600)
    }),
    env: () => ({ CODEX_ACCESS_TOKEN: planted }),
    finds: [['outrank', undefined, /CODEX_ACCESS_TOKEN: set in this shell/]],
  },
  'a line of the base .env': {
    ...another(() => base('.env'), `export OPENAI_BASE_URL=https://${planted}\nCODEX_API_KEY=ignored\nA=b\n`),
    finds: [['outrank', undefined, /\.env sets OPENAI_BASE_URL$/]],
  },
  "a line of an account's own .env": {
    ...another(() => codexHome('b', '.env'), 'HOME=/elsewhere\n'),
    finds: [['outrank', 'b', /\.env sets HOME$/]],
  },

  'settings that defeat the isolation': {
    ...another(
      () => base('config.toml'),
      [
        'cli_auth_credentials_store = "keyring"',
        'sqlite_home = "/elsewhere"',
        'chatgpt_base_url = "http://127.0.0.1:1/backend-api"',
        'openai_base_url = "http://127.0.0.1:1/v1"',
        'model_provider = "mine"',
        '[model_providers.mine]',
        'name = "mine"',
        'env_key = "MY_KEY"',
        `experimental_bearer_token = "${planted}"`,
      ].join('\n'),
      sync,
    ),
    finds: [
      ['config', undefined, /sets cli_auth_credentials_store$/],
      ['config', undefined, /sets sqlite_home$/],
      ['config', undefined, /sets model_providers\.mine\.env_key$/],
      ['config', undefined, /sets model_providers\.mine\.experimental_bearer_token$/],
      ['config', undefined, /sets chatgpt_base_url$/],
      ['config', undefined, /sets openai_base_url$/],
    ],
  },
  'a broken config.toml': {
    ...another(() => base('config.toml'), `= ${planted}`, sync),
    finds: [['config', undefined, /config\.toml is not valid TOML/]],
  },

  'an auth.json that was cut off': {
    plant: () => box.writeLogin('a', '{"tok'),
    finds: [['logins', 'a', /auth\.json is not JSON/]],
    undo: () => box.logIn('a'),
  },
  'a login that was refused': {
    plant: () =>
      fs.outputFileSync(
        codexHome('a', 'app-server-daemon/daemon.stderr.log'),
        `${new Date(Date.now() + 1000).toISOString()} ERROR Your access token could not be refreshed because your refresh token was revoked.\n`,
      ),
    finds: [['logins', 'a', /good for nothing any more: revoked/]],
    undo: () => fs.removeSync(codexHome('a', 'app-server-daemon')),
  },
  'an expired login that nothing renews': {
    plant: () =>
      box.writeLogin(
        'a',
        JSON.stringify({ agent_identity: jwt({ email: 'a@example.com', exp: 1_700_000_000 }) }),
      ),
    finds: [['logins', 'a', /expired .* ago/]],
    undo: () => box.logIn('a'),
  },
  'one login in two homes': {
    plant: () => fs.copySync(box.authFile('a'), box.authFile('b')),
    finds: [
      ['logins', 'a', /same refresh token as account b/],
      ['logins', 'b', /same refresh token as account a/],
    ],
    undo: () => box.logIn('b'),
  },
  'a login that others may read': {
    plant: () => fs.chmodSync(box.authFile('a'), 0o644),
    finds: [['logins', 'a', /open to other users/]],
    undo: () => fs.chmodSync(box.authFile('a'), 0o600),
  },
  // As if the clock had been set back since.
  'a clock that is behind': {
    plant: () => box.logIn('a', { issued: Date.now() + 3_600_000 * 5, expires: Date.now() + 3_600_000 * 9 }),
    finds: [['clock', undefined, /clock is behind by 4 h/]],
    undo: () => box.logIn('a'),
  },

  'a database of its own': {
    plant: () => database(codexHome('a', 'state_5.sqlite')),
    finds: [['databases', 'a', /state_5\.sqlite in .* is a database of its own/]],
    undo: () => fs.removeSync(codexHome('a', 'state_5.sqlite')),
  },
  'a database that was cut off': {
    plant: async () => {
      await database(base('queue_1.sqlite'))
      fs.truncateSync(base('queue_1.sqlite'), 4096 * 3)
    },
    finds: [['database integrity', undefined, /queue_1\.sqlite is damaged: its end is missing/]],
    undo: () => fs.removeSync(base('queue_1.sqlite')),
  },
  'a database that is something else': {
    plant: () => fs.writeFileSync(base('goals_1.sqlite'), 'x'.repeat(8192)),
    finds: [['database integrity', undefined, /goals_1\.sqlite is damaged: it does not start/]],
    undo: () => fs.removeSync(base('goals_1.sqlite')),
  },
  'a database with a page that was overwritten': {
    plant: async () => {
      const path = base('state_5.sqlite')
      await database(path)
      const file = fs.openSync(path, 'r+')
      fs.writeSync(file, Buffer.alloc(4096 * 4, 0xa5), 0, 4096 * 4, 4096 * 3)
      fs.closeSync(file)
    },
    finds: [['database integrity', undefined, /state_5\.sqlite is damaged: quick_check/]],
    undo: () => fs.removeSync(base('state_5.sqlite')),
  },
  "codex's own skills, incomplete": {
    plant: () => {
      fs.outputFileSync(base('skills/.system/.codex-system-skills.marker'), 'x')
      fs.outputFileSync(base('skills/.system/good/SKILL.md'), '# good')
      fs.mkdirpSync(base('skills/.system/half'))
    },
    finds: [['skills', undefined, /incomplete: no SKILL\.md in half/]],
    fixed: true,
  },

  "direnv's library of another swop": {
    plant: () => {
      const path = join(box.home, '.config/direnv/lib/swop.sh')
      fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replaceAll(box.root, '/elsewhere'))
    },
    finds: [['direnv', undefined, /swop\.sh is not the library/]],
    fixed: true,
  },
  "somebody else's library": {
    ...another(() => join(box.home, '.config/direnv/lib/swop.sh'), 'use_swop() { :; }\n'),
    finds: [['direnv', undefined, /swop\.sh is not the library/]],
  },
  'an allow list of its own': {
    plant: () => {
      fs.removeSync(box.account('a', 'data/direnv'))
      fs.mkdirSync(box.account('a', 'data/direnv'))
    },
    finds: [['direnv', 'a', /data\/direnv: not direnv's folder of the real home/]],
    fixed: true,
  },
  'an allow list of its own with something in it': {
    plant: () => {
      fs.removeSync(box.account('a', 'data/direnv'))
      fs.outputFileSync(box.account('a', 'data/direnv/allow/one'), '')
      fs.outputFileSync(join(box.home, '.local/share/direnv/allow/two'), '')
    },
    finds: [['direnv', 'a', /data\/direnv\/allow\/one.*: not direnv's/]],
    fixed: true,
  },

  'no functions in the login shell': {
    ...another(() => join(box.home, '.bashrc'), ''),
    finds: [['rc files', undefined, /bash does not load swop's functions/]],
  },
  'functions in a file that only login shells read': {
    plant: () => {
      fs.writeFileSync(join(box.home, '.bashrc'), '')
      fs.writeFileSync(join(box.home, '.profile'), box.loads('bash'))
    },
    finds: [['rc files', undefined, /\.profile only/]],
    undo: () => {
      fs.writeFileSync(join(box.home, '.bashrc'), box.loads('bash'))
      fs.writeFileSync(join(box.home, '.profile'), '. ~/.bashrc\n')
    },
  },
  'functions twice': {
    ...another(
      () => join(box.home, '.zshrc'),
      (before) => before + before,
    ),
    finds: [['rc files', undefined, /zsh loads swop's functions 2 times/]],
  },
  'half a block': {
    ...appended('.zshrc', '# >>> swop >>>'),
    finds: [['rc files', undefined, /marker of swop's block has no partner/]],
  },

  'bash -ic without the function': {
    // Not in login shells, which .profile serves.
    plant: () => {
      fs.writeFileSync(join(box.home, '.bashrc'), `return\n${box.loads('bash')}`)
      fs.writeFileSync(join(box.home, '.profile'), box.loads('bash'))
    },
    finds: [['shells', undefined, /^bash -ic: swop is no function/]],
    undo: () => {
      fs.writeFileSync(join(box.home, '.bashrc'), box.loads('bash'))
      fs.writeFileSync(join(box.home, '.profile'), '. ~/.bashrc\n')
    },
  },
  'bash -lic without the function': {
    ...another(() => join(box.home, '.profile'), ''),
    finds: [['shells', undefined, /^bash -lic: swop is no function/]],
  },
  'zsh -ic without the function': {
    ...appended('.zshrc', 'unfunction swop'),
    finds: [['shells', undefined, /^zsh -ic: swop is no function/]],
  },
  'fish -ic without the function': {
    ...appended('.config/fish/config.fish', 'functions -e swop'),
    finds: [['shells', undefined, /^fish -ic: swop is no function/]],
  },
  'an rc file that ends the shell': {
    ...appended('.zshrc', 'exit 0'),
    finds: [['shells', undefined, /^zsh -ic: does not get through/]],
  },
  'an rc file that activates another account': {
    ...appended('.bashrc', 'swop use b'),
    finds: [
      ['shells', undefined, /^bash -ic, bash -lic, bash -lc: the start files activate 'b' .* under 'a'/],
    ],
  },
  'an rc file that ends the activation': {
    ...appended('.config/fish/config.fish', 'swop off'),
    finds: [['shells', undefined, /^fish -ic: the start files end the activation/]],
  },
  'an rc file that exports a key behind the functions': {
    ...appended('.zshrc', `export CODEX_API_KEY=${planted}`),
    finds: [['shells', undefined, /^zsh -ic: the start files set CODEX_API_KEY$/]],
  },
  'a login profile that exports CODEX_HOME, in bash -lc': {
    ...another(
      () => join(box.home, '.profile'),
      'case $- in *i*) . ~/.bashrc ;; *) export CODEX_HOME=~/.codex ;; esac\n',
    ),
    finds: [['shells', undefined, /^bash -lc: the start files set CODEX_HOME$/]],
  },
}

describe('a machine that nothing is the matter with', () => {
  it('gives no finding, and one line', async () => {
    expect(await box.doctor()).toEqual([])
    const { code, stdout, stderr } = await box.swop(['doctor'])
    expect([code, stdout, stderr]).toEqual([0, `All is well: ${checkCount} checks, 2 accounts.\n`, ''])
  })

  it.each(['bash', 'zsh', 'fish'])('and none with an account active in %s', async (shell) => {
    const script =
      shell === 'fish' ? 'swop env a | source; and swop doctor' : 'eval "$(swop env a)" && swop doctor'
    const { code, stdout } = await box.run(shell, ['-c', script])
    expect([code, stdout]).toEqual([0, `All is well: ${checkCount} checks, 2 accounts.\n`])
  })
})

describe('a fault that was planted', () => {
  it.each(Object.entries(faults))('%s', async (_name, { plant, finds, todo: wanted, fixed, undo, env }) => {
    const variables = env?.() ?? {}
    await plant()
    try {
      const found = await box.doctor([], variables)
      expect(found.map(({ check, account, found: words }) => [check, account, words])).toEqual(
        finds.map(([check, account, words]) => [check, account, expect.stringMatching(words)]),
      )
      if (wanted) expect(found.at(-1)?.todo).toMatch(wanted)
      for (const { found: words, why, todo } of found)
        expect([words, why, todo].join(' · ')).not.toMatch(/\n|undefined|\[object/)
      if (fixed) {
        expect(found.every(({ fixable }) => fixable)).toBe(true)
        const logins = () => ['a', 'b'].map((name) => fs.readFileSync(box.authFile(name), 'utf8'))
        const before = logins()
        for (const each of await box.doctor(['--fix'], variables)) expect(each.fixed).toMatch(/\w/)
        expect(logins()).toEqual(before)
      }
    } finally {
      await undo?.()
    }
    expect(await box.doctor()).toEqual([])
  })
})
