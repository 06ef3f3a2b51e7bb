import fc from 'fast-check'
import fs from 'fs-extra'
import { spawnSync } from 'node:child_process'
import { dirname, join, relative } from 'node:path'
import { createAccount, ensureRoot } from '../../src/accounts/store.ts'
import type { Config } from '../../src/accounts/settings.ts'
import type { Sandbox } from './sandbox.ts'

/** What is at one name, on one side. */
export type Node =
  | { is: 'file' | 'database'; age: number; mode: number }
  | { is: 'folder'; mode: number; inside: Record<string, Node> }
  | { is: 'right' | 'alias' | 'twin' | 'elsewhere' | 'foreign' | 'dangling' | 'pipe' | 'same' }

/** One name in one folder of the home, on both sides. */
export interface Planted {
  where: keyof typeof places
  name: string
  real?: Node | undefined
  account?: Node | undefined
}

/** Folders of the real home, and of the account. */
export const places = {
  codex: ['.codex', 'home/.codex'],
  home: ['', 'home'],
  config: ['.config', 'config'],
  data: ['.local/share', 'data'],
} as const

const names = {
  codex: [
    'config.toml',
    'history.jsonl',
    'skills',
    'sessions',
    'auth.json',
    '.env',
    'state_5.sqlite',
    'state_5.sqlite-wal',
    'x.config.toml',
    'models_cache.json',
    'unknown',
    '.swop-aside-0123456789ab',
  ],
  any: [
    'plain',
    'zoë ☕',
    'two\nlines',
    '-rf',
    '--',
    '.git',
    '.zsh_history',
    'old.lock',
    'x.db',
    'x.db-wal',
    'a'.repeat(250),
    '.swop-aside-0123456789ab',
  ],
}

const ages = fc.constantFrom(-100, 1000, 100_000_000)
const leaf: fc.Arbitrary<Node> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('file' as const),
      age: ages,
      mode: fc.constantFrom(0o600, 0o644, 0o400, 0o755),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('database' as const), age: ages, mode: fc.constant(0o600) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constantFrom('foreign', 'dangling', 'elsewhere', 'pipe', 'same') }),
  },
) as fc.Arbitrary<Node>
const { node } = fc.letrec<{ node: Node; folder: Node }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, leaf, tie('folder')),
  folder: fc.record({
    is: fc.constant('folder' as const),
    mode: fc.constantFrom(0o700, 0o755),
    inside: fc.dictionary(fc.constantFrom(...names.any.slice(0, 8), 'inner'), tie('node'), { maxKeys: 3 }),
  }),
}))
const accountNode: fc.Arbitrary<Node> = fc.oneof(
  { weight: 3, arbitrary: node },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constantFrom('right' as const, 'alias' as const, 'twin' as const) }),
  },
)
const maybe = (side: fc.Arbitrary<Node>) => fc.option(side, { nil: undefined, freq: 4 })

/** Any state of both homes. */
export const states: fc.Arbitrary<Planted[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({
      where: fc.constant('codex' as const),
      name: fc.constantFrom(...names.codex),
      real: maybe(node),
      account: maybe(accountNode),
    }),
    fc.record({
      where: fc.constantFrom('home' as const, 'config' as const, 'data' as const),
      name: fc.constantFrom(...names.any),
      real: maybe(node),
      account: maybe(accountNode),
    }),
  ),
  { maxLength: 10, selector: ({ where, name }) => `${where}/${name}` },
)

/** An account `a`, not yet synced, in this process: it costs no start of node. */
export function freshAccount(box: Sandbox): Config {
  const config = ensureRoot(box.root, () => ({
    home: box.home,
    codexHome: join(box.home, '.codex'),
    xdg: {
      config: join(box.home, '.config'),
      state: join(box.home, '.local/state'),
      data: join(box.home, '.local/share'),
      cache: join(box.home, '.cache'),
    },
  }))
  createAccount(box.root, 'a', 'overlay')
  return config
}

/** Makes a state on disk; every content is another one, and so is every link that leads nowhere. */
export function plant(box: Sandbox, state: readonly Planted[]): void {
  let count = 0
  const pipes: string[] = []
  const make = (path: string, node: Node | undefined, other: string) => {
    if (node === undefined) return
    fs.removeSync(path)
    fs.mkdirpSync(dirname(path))
    const text = `planted ${count++}\n`
    if (node.is === 'file' || node.is === 'database') {
      fs.writeFileSync(path, node.is === 'file' ? text : `SQLite format 3\0${text}`)
      fs.chmodSync(path, node.mode)
      const time = Date.now() / 1000 - node.age
      fs.utimesSync(path, time, time)
    } else if (node.is === 'folder') {
      fs.mkdirSync(path)
      for (const [name, inner] of Object.entries(node.inside))
        make(join(path, name), inner, join(other, name))
      fs.chmodSync(path, node.mode)
    } else if (node.is === 'pipe') pipes.push(path)
    else if (node.is === 'twin') {
      if (fs.lstatSync(other, { throwIfNoEntry: false })?.isFile()) fs.linkSync(other, path)
    } else {
      const text = {
        right: other,
        alias: relative(dirname(path), other),
        elsewhere: join(box.home, '.codex/elsewhere'),
        foreign: '/etc/hostname',
        same: '/etc/passwd',
        dangling: `/nowhere/${count}`,
      }[node.is]
      fs.symlinkSync(text, path)
    }
  }
  for (const { where, name, real, account } of state) {
    const [inHome, inAccount] = places[where].map((folder, side) =>
      side === 0 ? join(box.home, folder, name) : box.account('a', folder, name),
    ) as [string, string]
    make(inHome, real, inAccount)
    make(inAccount, account, inHome)
  }
  if (pipes.length > 0) spawnSync('mkfifo', ['--', ...pipes])
}

/** Every content that may not be lost, with its mode; the lines of histories, which are merged; links that lead nowhere. */
export function contents(box: Sandbox, folder = box.home): string[] {
  return walk(folder).flatMap(({ path, stat }) => {
    if (stat.isSymbolicLink()) {
      const text = fs.readlinkSync(path)
      return text.startsWith('/nowhere') ? [text] : []
    }
    if (!stat.isFile()) return []
    const text = fs.readFileSync(path, 'latin1')
    if (!text.includes('planted')) return []
    if (path.endsWith('.zsh_history')) return text.trim().split('\n')
    return [`${text}${(stat.mode & 0o777).toString(8)} ${Math.round(stat.mtimeMs / 1000)}`]
  })
}

/** Everything in the home, in words: what is where, and for files what is in them. */
export function picture(
  box: Sandbox,
  except = /\/(backups|shell)\/|\.stamp$|\/drift\.|\/env\./,
  folder = box.home,
): string[] {
  return walk(folder)
    .filter(({ path }) => !except.test(path))
    .map(({ path, stat }) => {
      const name = relative(folder, path)
      if (stat.isSymbolicLink()) return `${name} -> ${fs.readlinkSync(path)}`
      if (stat.isFile()) return `${name}: ${fs.readFileSync(path, 'latin1')}`
      return stat.isDirectory() ? `${name}/` : `${name}|`
    })
    .sort()
}

function walk(folder: string): { path: string; stat: fs.Stats }[] {
  return fs.readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stat = fs.lstatSync(path)
    return [{ path, stat }, ...(stat.isDirectory() ? walk(path) : [])]
  })
}
