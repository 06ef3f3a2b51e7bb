import { describe, expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { bridgedFolders, routesTo } from '../../src/home/bridge.ts'
import { planBridge } from '../../src/home/bridge-plan.ts'
import { describeAction } from '../../src/home/step.ts'
import type { RealHome } from '../../src/accounts/real-home.ts'
import type { Isolation } from '../../src/accounts/settings.ts'
import type { Entry } from '../../src/home/entry.ts'

const real: RealHome = {
  home: '/h',
  codexHome: '/h/.codex',
  xdg: { config: '/h/.config', state: '/h/.local/state', data: '/h/.local/share', cache: '/h/.cache' },
}

function bridge(isolation: Isolation, exceptions = ['/h/.local/share/swop'], home = real) {
  const layout = accountLayout('/r', 'a')
  return bridgedFolders(
    layout,
    isolation,
    home,
    exceptions.map((path) => [path]),
    (path) => path,
  ).map((folder) => ({
    ...folder,
    account: folder.account.slice(layout.folder.length + 1),
    aliases: folder.aliases.map(({ name, target }) => `${name} -> ${target.slice(layout.folder.length + 1)}`),
  }))
}

const summary = (folders: ReturnType<typeof bridge>) =>
  folders.map(({ account, only, except, aliases }) => [account, only ?? 'all', except, aliases])

describe('what is bridged', () => {
  it('overlay: everything; an XDG folder of the home is the XDG folder of the account', () => {
    expect(summary(bridge('overlay'))).toEqual([
      ['home', 'all', ['.codex', '.config', '.local', '.cache'], ['.config -> config', '.cache -> cache']],
      ['home/.local', 'all', ['state', 'share'], ['state -> state', 'share -> data']],
      ['config', 'all', [], []],
      ['state', 'all', [], []],
      ['data', 'all', ['swop'], []],
      ['cache', 'all', [], []],
    ])
  })

  it('overlay with the root in a folder of the home: that one is bridged entry by entry', () => {
    const folders = summary(bridge('overlay', ['/h/tools/x/swop']))
    expect(folders).toContainEqual(['home/tools', 'all', ['x'], []])
    expect(folders).toContainEqual(['home/tools/x', 'all', ['swop'], []])
  })

  it("an account's own entry below an XDG folder is left out, in that folder", () => {
    const folders = summary(bridge('overlay', ['/h/.config/gh', '/h/.netrc']))
    expect(folders[0]).toEqual([
      'home',
      'all',
      ['.codex', '.config', '.local', '.cache', '.netrc'],
      ['.config -> config', '.cache -> cache'],
    ])
    expect(folders).toContainEqual(['config', 'all', ['gh'], []])
  })

  it('a real .codex is never bridged, also where XDG_CONFIG_HOME is the home itself', () => {
    const home = { ...real, xdg: { ...real.xdg, config: '/h' } }
    for (const { account, except } of bridge('overlay', ['/h/.codex'], home)) {
      if (['home', 'config'].includes(account)) expect(except).toContain('.codex')
    }
  })

  it("strict: nothing but direnv's two folders", () => {
    expect(bridge('strict').map(({ account, only }) => [account, only])).toEqual([
      ['home', []],
      ['config', ['direnv']],
      ['state', []],
      ['data', ['direnv']],
      ['cache', []],
    ])
  })

  it('codex: nothing', () => expect(bridge('codex')).toEqual([]))

  // The keychains of macOS lie in ~/Library, and are found by HOME.
  it('overlay on macOS: Library is linked as a whole', () => {
    const folder: Entry = { kind: 'folder', modified: 1 }
    const [home] = bridgedFolders(accountLayout('/r', 'a'), 'overlay', real, [], (path) => path)
    const snapshot = { folder: home!, account: new Map(), real: new Map([['Library', folder]]) }
    const steps = planBridge({ ...snapshot, resolved: '/h', companions: new Map() }, 0)
    expect(steps.flatMap(({ actions }) => actions).map(describeAction)).toContain(
      'link /r/accounts/a/home/Library -> /h/Library',
    )
  })
})

describe('the ways to something below a folder', () => {
  const table: [string[], string[], string[][]][] = [
    [['/h'], ['/h/a/b'], [['a', 'b']]],
    [['/h'], ['/home/x'], []],
    [['/h'], ['/h'], []],
    [['/h/a'], ['/h/..a/b'], []],
    [['/'], ['/srv/swop'], [['srv', 'swop']]],
    // ~/.local is a link to /data/local
    [['/h', '/h'], ['/h/.local/share/swop', '/data/local/share/swop'], [['.local', 'share', 'swop']]],
    // /h is a link to /data/h, and the root is written with the latter
    [['/h', '/data/h'], ['/data/h/x', '/data/h/x'], [['x']]],
    // ~/d is a link to ~/.local/share, and both lead to the root
    [
      ['/h'],
      ['/h/d/swop', '/h/.local/share/swop'],
      [
        ['d', 'swop'],
        ['.local', 'share', 'swop'],
      ],
    ],
  ]
  it.each(table)('from %j to %j', (folder, target, routes) =>
    expect(routesTo(folder, target)).toEqual(routes),
  )
})
