import fs from 'fs-extra'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAccount, readConfig } from '../../src/accounts/store.ts'
import { guardOver, loginPatterns, overSystem, shownHidden } from '../../src/codex/guard-profile.ts'
import { guardReport } from '../../src/guard/report.ts'
import { verdictOn } from '../../src/guard/state.ts'
import { hiddenFrom } from '../../src/home/guard-places.ts'
import { readToml } from '../../src/toml/read.ts'
import { withOverrides, withoutOverrides } from '../../src/toml/overlay.ts'
import { Sandbox } from '../support/sandbox.ts'

const hidden = { folders: ['/r/accounts/b'], files: [{ folder: '/h/.codex', pattern: 'auth.jso[n]' }] }
const denied = { '/r/accounts/b': 'deny', '/h/.codex/auth.jso[n]': 'deny' }

/** A base config.toml, the profile that the guard adds to, and what else it says. */
const bases: [config: string, base: string, more?: object][] = [
  ['', ':workspace'],
  ['model = "m"', ':workspace'],
  ['sandbox_mode = "workspace-write"', ':workspace'],
  ['sandbox_mode = "read-only"', ':read-only'],
  ['sandbox_mode = "read-only"\n[sandbox_workspace_write]\nwritable_roots = ["/w"]', ':read-only'],
  ['default_permissions = ":read-only"', ':read-only'],
  ['default_permissions = "mine"\n[permissions.mine]\nextends = ":workspace"', 'mine'],
  // Measured: the profile counts, and the mode beside it does not.
  ['default_permissions = "mine"\nsandbox_mode = "danger-full-access"', 'mine'],
  ['default_permissions = "mine"\n[sandbox_workspace_write]\nwritable_roots = ["/w"]', 'mine'],
  [
    '[sandbox_workspace_write]\nwritable_roots = ["/w", "/x"]\nnetwork_access = true',
    ':workspace',
    { filesystem: { '/w': 'write', '/x': 'write', ...denied }, network: { enabled: true } },
  ],
  [
    '[sandbox_workspace_write]\nexclude_slash_tmp = true\nexclude_tmpdir_env_var = true',
    ':workspace',
    { filesystem: { ':slash_tmp': 'read', ':tmpdir': 'read', ...denied } },
  ],
  ['[sandbox_workspace_write]\nwritable_roots = ["/r/accounts/b"]', ':workspace', { filesystem: denied }],
]

describe('the settings of a guard', () => {
  it.each(bases)('over %j add to %s', (config, base, more = {}) => {
    const { settings, extends: below, problem } = guardOver(readToml(config), hidden)
    expect({ below, problem }).toEqual({ below: base, problem: undefined })
    expect(settings).toEqual({
      default_permissions: 'swop-guard',
      permissions: { 'swop-guard': { extends: base, filesystem: denied, ...more } },
    })
  })

  it.each(bases)('over %j are in a block that goes without a trace', (config) => {
    const { settings } = guardOver(readToml(config), hidden)
    const text = withOverrides(config, settings)
    expect(readToml(text)).toMatchObject(settings)
    expect(withoutOverrides(text)).toBe(config)
  })

  it.each(['sandbox_mode = "danger-full-access"', 'default_permissions = ":danger-full-access"'])(
    'leave %s as it is, and say that nothing is denied',
    (config) => {
      expect(guardOver(readToml(config), hidden)).toMatchObject({
        settings: {},
        problem: expect.stringContaining('switches the sandbox off') as string,
      })
    },
  )

  it.each(['/r/a*', '/r/a?', '/r/[a', '/r/a]'])('are none where %s can not be denied', (folder) => {
    for (const each of [
      { ...hidden, folders: [folder] },
      { ...hidden, files: [{ folder, pattern: 'x' }] },
    ])
      expect(guardOver({}, each)).toMatchObject({
        settings: {},
        problem: expect.stringContaining(`can't deny ${folder}`) as string,
      })
  })

  it('do not touch a profile of the same name', () => {
    const config = readToml('[permissions.swop-guard]\nextends = ":read-only"')
    expect(guardOver(config, hidden).settings).toMatchObject({
      default_permissions: 'swop-guard-2',
      permissions: { 'swop-guard-2': { extends: ':workspace' } },
    })
    expect(guardOver(readToml('default_permissions = "swop-guard"'), hidden).settings).toMatchObject({
      permissions: { 'swop-guard-2': { extends: 'swop-guard' } },
    })
  })

  it('say that codex exec may write where trust is undecided, if that is new', () => {
    expect(guardOver({}, hidden).note).toContain('codex exec may now write')
    expect(guardOver(readToml('sandbox_mode = "workspace-write"'), hidden).note).toBeUndefined()
  })
})

it.each([
  ['sandbox_mode = "read-only"', '', ':read-only'],
  ['sandbox_mode = "read-only"', 'sandbox_mode = "workspace-write"', ':workspace'],
  ['default_permissions = ":read-only"', 'sandbox_mode = "workspace-write"', ':workspace'],
  ['sandbox_mode = "danger-full-access"', 'default_permissions = ":read-only"', ':read-only'],
])('over %j of the system, %j adds to %s', (system, user, base) => {
  expect(guardOver(overSystem(readToml(system), readToml(user)), hidden).extends).toBe(base)
})

it('hides the file at the end of a link as well', () => {
  expect(loginPatterns('/h/.codex', '/dot/auth.json').at(-1)).toEqual({
    folder: '/dot',
    pattern: 'auth.jso[n]',
  })
  expect(shownHidden(hidden)).toEqual(['/r/accounts/b', '/h/.codex/auth.json'])
})

it('hides other accounts, what they have in place, and backups, where they really are', async () => {
  const box = new Sandbox({ root: 'link' })
  try {
    const real = join(box.folder, 'elsewhere')
    fs.mkdirpSync(real)
    fs.symlinkSync(real, box.root)
    const dotfile = join(box.folder, 'dotfiles', 'auth.json')
    fs.outputFileSync(dotfile, '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-made-up"}')
    fs.mkdirpSync(join(box.home, '.codex'))
    fs.symlinkSync(dotfile, join(box.home, '.codex', 'auth.json'))
    const own = join(box.home, '.codex-work')
    fs.mkdirpSync(own)
    for (const words of [['a'], ['b'], ['c', '--codex-home', own]]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await box.ok('add', ...words)
    }
    const config = readConfig(box.root)
    if (config === undefined) throw new Error('no config.json')
    const places = hiddenFrom(readAccount(box.root, 'a'), box.root, config.real)
    expect(places.folders).toEqual(
      [own, join(real, 'accounts/b'), join(real, 'accounts/c'), join(real, 'backups')].sort(),
    )
    expect(shownHidden(places)).toContain(dotfile)
    const refused = await box.swop(['guard', 'on', 'c'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('in which swop writes nothing')
  } finally {
    box.remove()
  }
})

describe('the verdict', () => {
  const guard = guardOver(readToml('sandbox_mode = "workspace-write"'), hidden)
  const probe = { version: '0.169.0', readable: [] as string[] }
  const found = { account: 'a', guard, stale: false, out: { always: [], sometimes: [] }, probe }
  const ignored = 'error: unrecognized subcommand'

  it('is on when a command was tried, and could read nothing', () => {
    expect(verdictOn(found)).toMatchObject({ guard: 'on', problems: [], denied: shownHidden(hidden) })
    expect(guardReport([verdictOn(found)])).toMatch(/^a: on, over :workspace, and it holds/)
  })

  it.each([
    [{ probe: { ...probe, readable: ['/r/accounts/b'] } }, 'can open /r/accounts/b'],
    [{ probe: { ...probe, problem: 'bwrap: no' } }, 'could run no command in its sandbox: bwrap: no'],
    [{ probe: { readable: [], version: '0.92.0', problem: ignored } }, '0.92 ignores the guard'],
    [{ probe: { readable: [], problem: 'codex is not on PATH' } }, 'not be tried: codex is not on PATH'],
    [{ stale: true }, 'run swop sync a'],
    [
      { out: { always: ['/etc/codex/managed_config.toml'], sometimes: [] } },
      '/etc/codex/managed_config.toml',
    ],
    [
      { guard: guardOver(readToml('sandbox_mode = "danger-full-access"'), hidden) },
      'switches the sandbox off',
    ],
  ])('is open for %j', (more, reason) => {
    const state = verdictOn({ ...found, ...more })
    expect(state.guard).toBe('open')
    expect(state.problems.join()).toContain(reason)
    expect(guardReport([state])).toContain('a: on, but it does not hold\n  problem: ')
  })
})
