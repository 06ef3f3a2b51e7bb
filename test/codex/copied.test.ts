import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'
import { codexExec, startTrial, type Trial } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
let trial: Trial
let second: ModelServer
const base = (name: string) => join(box.home, '.codex', name)
const copy = (name: string) => box.account('acct', 'home/.codex', name)
const text = (path: string) => fs.readFileSync(path, 'utf8')

beforeAll(async () => {
  trial = await startTrial(box, ['acct', 'other'])
  second = await startModelServer()
})
afterAll(async () => {
  await Promise.all([trial.server.close(), second.close()])
  box.remove()
})

/** A base config.toml with a key of its own, in a variable: what a person rotates. */
function provider(server: ModelServer, variable: string): string {
  return modelServerConfig(server.url).replace(
    'requires_openai_auth = true',
    `env_key = "${variable}" # rotated`,
  )
}
const variables = { KEY_ONE: 'sk-one', KEY_TWO: 'sk-two' }

let earlier = [0, 0]
beforeEach(() => void (earlier = [trial.server, second].map(({ requests }) => requests.length)))
/** The keys that each of the two servers was sent since. */
const seen = () =>
  [trial.server, second].map(({ requests }, n) =>
    requests
      .slice(earlier[n])
      .filter(({ path }) => path.endsWith('/responses'))
      .map(({ key }) => key),
  )

const use = (shell: TestShell, ...lines: string[]) =>
  runScript(box, shell, [shell.source(initFile(box, shell)), 'swop use acct', ...lines], variables)
const silent = { code: 0, stdout: '', stderr: '' }

describe('a copied config.toml with a model of its own', () => {
  it('is what codex runs with: the base provider, the account’s own model', async () => {
    fs.writeFileSync(base('config.toml'), provider(trial.server, 'KEY_ONE'))
    await box.ok('config', 'set', '--account', 'acct', 'overrides.model', 'gpt-own')
    const { stdout } = await use(bash, 'codex exec --skip-git-repo-check hi </dev/null 2>&1')
    expect(stdout).toMatch(/^model: gpt-own$/m)
    expect(seen()).toEqual([['sk-one'], []])
  })

  it.each(functionShells)('$name: the next run after a rotation has the new provider', async (shell) => {
    const servers = [trial.server, second] as const
    for (const [n, variable] of [
      [1, 'KEY_TWO'],
      [0, 'KEY_ONE'],
    ] as const) {
      // In place, as an editor may: the folder's time stays as it is.
      fs.writeFileSync(base('config.toml'), provider(servers[n], variable))
      box.age(base('config.toml'))
      // oxlint-disable-next-line no-await-in-loop -- one rotation after the other
      expect(await use(shell, codexExec)).toEqual(silent)
      expect(text(copy('config.toml'))).toContain(`env_key = "${variable}" # rotated\n`)
      expect(text(copy('config.toml'))).toContain('model = "gpt-own"\n')
    }
    expect(seen()).toEqual([['sk-one'], ['sk-two']])
  })

  it('is 0600, and the other account still has a link', () => {
    expect(fs.statSync(copy('config.toml')).mode & 0o777).toBe(0o600)
    expect(fs.readlinkSync(box.account('other', 'home/.codex/config.toml'))).toBe(base('config.toml'))
  })

  it('gives what codex writes into it to the base file, and keeps its block', async () => {
    const before = text(base('config.toml'))
    const add = 'codex mcp add mine -- /bin/true >/dev/null 2>&1'
    expect(await use(bash, add, 'swop off')).toEqual(silent)
    expect(text(base('config.toml'))).toContain('[mcp_servers.mine]\n')
    expect(text(base('config.toml'))).not.toContain('gpt-own')
    for (const line of before.split('\n')) expect(text(base('config.toml'))).toContain(line)
    expect(await use(bash, 'codex mcp remove mine >/dev/null 2>&1', 'swop off')).toEqual(silent)
    expect(text(base('config.toml'))).not.toContain('mcp_servers.mine')
    expect(text(copy('config.toml'))).toContain('model = "gpt-own"\n')
    expect(await box.swop(['sync', 'acct', '--dry-run'])).toEqual(silent)
  })

  it('carries what codex writes also while the base file changes', async () => {
    const rotated = text(base('config.toml')).replace('# rotated', '# rotated again')
    const feature = 'codex features enable web_search_request >/dev/null 2>&1'
    const add = 'codex mcp add both -- /bin/true >/dev/null 2>&1'
    await use(bash, `${feature}; ${add}`)
    fs.writeFileSync(base('config.toml'), rotated)
    await box.ok('sync')
    for (const file of [base('config.toml'), copy('config.toml')]) {
      expect(text(file)).toContain('# rotated again')
      expect(text(file)).toContain('[mcp_servers.both]\n')
    }
    expect((await use(bash, codexExec)).code).toBe(0)
    expect(seen()).toEqual([['sk-one'], []])
  })

  it('brings together what codex writes into the copies of two accounts at once', async () => {
    await box.ok('config', 'set', '--account', 'other', 'overrides.model', 'gpt-other')
    const add = (account: string) =>
      runScript(box, bash, [
        bash.activate(account),
        `codex mcp add of-${account} -- /bin/true >/dev/null 2>&1`,
      ])
    await Promise.all(['acct', 'other'].map(add))
    await box.ok('sync')
    await box.ok('sync')
    for (const file of [
      base('config.toml'),
      copy('config.toml'),
      box.account('other', 'home/.codex/config.toml'),
    ])
      expect(
        text(file)
          .match(/^\[mcp_servers\.of-.*\]$/gm)
          ?.sort(),
      ).toEqual(['[mcp_servers.of-acct]', '[mcp_servers.of-other]'])
    expect(text(base('config.toml'))).not.toMatch(/gpt-o/)
    await box.ok('config', 'unset', '--account', 'other', 'overrides')
  })

  it('goes with the base file but for its block, and comes back with it', async () => {
    const before = text(base('config.toml'))
    fs.removeSync(base('config.toml'))
    expect(await use(bash)).toEqual(silent)
    expect(text(copy('config.toml'))).toMatch(/^# >>> swop.*\nmodel = "gpt-own"\n# <<< swop\n$/)
    fs.writeFileSync(base('config.toml'), before)
    box.age(base('config.toml'))
    expect(await use(bash, codexExec)).toEqual(silent)
    expect(seen()).toEqual([['sk-one'], []])
    await box.ok('config', 'unset', '--account', 'acct', 'overrides')
    expect(fs.readlinkSync(copy('config.toml'))).toBe(base('config.toml'))
    expect(text(base('config.toml'))).toBe(before)
  })
})

describe('copied entries without settings of their own', () => {
  it.each(['config.json', 'instructions.md', 'AGENTS.md', 'x.config.toml'])(
    '%s goes with its source',
    async (name) => {
      await box.ok('config', 'set', '--account', 'acct', `share.${name}`, 'copied')
      fs.writeFileSync(base(name), '# one\n')
      await box.ok('sync')
      expect(fs.lstatSync(copy(name)).isFile()).toBe(true)
      fs.writeFileSync(base(name), '# two\n')
      box.age(base(name))
      expect(await use(bash)).toMatchObject({ code: 0, stdout: '' })
      expect(text(copy(name))).toBe('# two\n')
      fs.removeSync(base(name))
      expect(await use(bash)).toMatchObject({ code: 0, stdout: '' })
      expect(fs.existsSync(copy(name))).toBe(false)
    },
  )
})
