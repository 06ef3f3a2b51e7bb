import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { realHomeOf } from '../../src/accounts/real-home.ts'
import { findRoot } from '../../src/accounts/root.ts'
import { baselineOf } from '../../src/env/baseline.ts'
import { Sandbox } from '../support/sandbox.ts'

const sandbox = new Sandbox()
afterAll(() => sandbox.remove())

describe('where the root is', () => {
  const table: [string, Record<string, string>, string][] = [
    ['SWOP_ROOT', { SWOP_ROOT: '/r', XDG_DATA_HOME: '/d', HOME: '/h' }, '/r'],
    ['an empty SWOP_ROOT counts as none', { SWOP_ROOT: '', HOME: '/h' }, '/h/.local/share/swop'],
    ['XDG_DATA_HOME', { XDG_DATA_HOME: '/d', HOME: '/h' }, '/d/swop'],
    ['a relative XDG_DATA_HOME is invalid', { XDG_DATA_HOME: 'd', HOME: '/h' }, '/h/.local/share/swop'],
    ['HOME', { HOME: '/h' }, '/h/.local/share/swop'],
  ]
  it.each(table)('%s', (_name, env, root) => expect(findRoot(env)).toBe(root))

  it.each([[{}], [{ HOME: '' }], [{ HOME: 'relative' }], [{ SWOP_ROOT: 'relative', HOME: '/h' }]])(
    'refuses %j',
    (env: Record<string, string>) => expect(() => findRoot(env)).toThrow(/SWOP_ROOT|HOME/),
  )

  // traps.md, 4: `env -i HOME="$HOME" sh` in an activated shell
  it('knows an account home for what it is', async () => {
    await sandbox.ok('add', 'a')
    expect(findRoot({ HOME: sandbox.account('a', 'home') })).toBe(sandbox.root)
    expect(findRoot({ XDG_DATA_HOME: sandbox.account('a', 'data'), HOME: '/h' })).toBe(sandbox.root)
    const alike = join(sandbox.folder, 'accounts', 'a', 'home')
    fs.mkdirpSync(alike)
    expect(findRoot({ HOME: alike })).toBe(join(alike, '.local/share/swop'))
  })
})

describe('the baseline', () => {
  it('is the environment itself where no account is active', () => {
    const env = { HOME: '/h', SWOP_ACCOUNT: 'left over', CODEX_HOME: '/c' }
    expect(baselineOf(env)).toBe(env)
  })

  it('has what was saved, and lacks what was not', () => {
    const env = {
      SWOP_SAVED: '1',
      SWOP_SAVED_HOME: '/h',
      SWOP_SAVED_CODEX_HOME: '',
      HOME: '/a',
      XDG_DATA_HOME: '/a/d',
      EDITOR: 'vi',
    }
    expect(baselineOf(env)).toEqual({ HOME: '/h', CODEX_HOME: '', EDITOR: 'vi' })
  })

  it('leads to the real home', () => {
    const env = {
      SWOP_SAVED: '1',
      SWOP_SAVED_HOME: '/h',
      SWOP_SAVED_XDG_DATA_HOME: '/d',
      SWOP_SAVED_CODEX_HOME: '',
      HOME: '/a',
    }
    expect(realHomeOf(baselineOf(env))).toEqual({
      home: '/h',
      codexHome: '/h/.codex',
      xdg: { config: '/h/.config', state: '/h/.local/state', data: '/d', cache: '/h/.cache' },
    })
  })
})
