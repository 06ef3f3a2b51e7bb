import { describe, expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { bridgedFolders, routeToRoot } from '../../src/home/bridge.ts'
import type { RealHome } from '../../src/accounts/real-home.ts'
import type { Isolation } from '../../src/accounts/settings.ts'

const real: RealHome = {
  home: '/h',
  codexHome: '/h/.codex',
  xdg: { config: '/h/.config', state: '/h/.local/state', data: '/h/.local/share', cache: '/h/.cache' },
}

function bridge(isolation: Isolation, root = '/h/.local/share/swop') {
  const layout = accountLayout(root, 'a')
  const folders = bridgedFolders(layout, isolation, real, (folder) => routeToRoot([folder], [root]))
  return folders.map(
    (folder) =>
      [
        folder.account.slice(layout.folder.length + 1),
        folder.real,
        folder.only ?? 'all',
        folder.except,
      ] as const,
  )
}

describe('what is bridged', () => {
  it('overlay: everything, and the way to the root entry by entry', () => {
    expect(bridge('overlay')).toEqual([
      ['home', '/h', 'all', ['.codex', '.local']],
      ['home/.local', '/h/.local', 'all', ['share']],
      ['home/.local/share', '/h/.local/share', 'all', ['swop']],
      ['config', '/h/.config', 'all', []],
      ['state', '/h/.local/state', 'all', []],
      ['data', '/h/.local/share', 'all', ['swop']],
      ['cache', '/h/.cache', 'all', []],
    ])
  })

  it('overlay with the root outside of the home: no way', () => {
    expect(bridge('overlay', '/srv/swop')[0]).toEqual(['home', '/h', 'all', ['.codex']])
    expect(bridge('overlay', '/srv/swop')).toHaveLength(5)
  })

  it("strict: nothing but direnv's two folders", () => {
    expect(bridge('strict').map(([path, , only]) => [path, only])).toEqual([
      ['config', ['direnv']],
      ['state', []],
      ['data', ['direnv']],
      ['cache', []],
    ])
  })

  it('codex: nothing', () => expect(bridge('codex')).toEqual([]))
})

describe('the way to the root', () => {
  const table: [string[], string[], string[]][] = [
    [['/h'], ['/h/a/b'], ['a', 'b']],
    [['/h'], ['/home/x'], []],
    [['/h'], ['/h'], []],
    [['/h/a'], ['/h/..a/b'], []],
    [['/'], ['/srv/swop'], ['srv', 'swop']],
    // ~/.local is a link to /data/local: the way as it is written counts before the resolved one
    [
      ['/h', '/h'],
      ['/h/.local/share/swop', '/data/local/share/swop'],
      ['.local', 'share', 'swop'],
    ],
    // /h is a link to /data/h, and the root is written with the latter
    [['/h', '/data/h'], ['/data/h/x', '/data/h/x'], ['x']],
  ]
  it.each(table)('from %j to %j', (folder, root, route) => expect(routeToRoot(folder, root)).toEqual(route))
})
