import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  for (const name of [
    'file',
    'folder/in it',
    '.config/tool/settings',
    '.codex/config.toml',
    '.codex/new.config.toml',
  ])
    box.write(name, `${name} = 1`.replaceAll(/[^a-z=1]/g, ' '))
  box.write('.codex/config.toml', 'model = "x"\n')
  box.write('.codex/.env', 'X_KEY=1\n')
  await box.ok('add', 'a')
  for (let n = 0; n < 2; n++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    // oxlint-disable-next-line no-await-in-loop
    await box.ok('sync', 'a')
  }
})
afterEach(() => box.remove())

const real = (path: string) => join(box.home, path)
const home = (path: string) => box.account('a', 'home', path)
const replaced = (path: string, make: (path: string) => void) => {
  fs.removeSync(path)
  make(path)
}

const changes: [string, () => void][] = [
  ['an entry is new in the real home', () => fs.writeFileSync(real('new'), 'x')],
  ['one is gone', () => fs.removeSync(real('file'))],
  ['one is new in an XDG folder', () => fs.mkdirSync(real('.config/other'))],
  ['an entry is new in the base codex home', () => fs.writeFileSync(real('.codex/other.config.toml'), '')],
  ['one is gone there', () => fs.removeSync(real('.codex/new.config.toml'))],
  ['a shared folder is gone there', () => fs.removeSync(real('.codex/sessions'))],
  [
    'a shared folder is a file there',
    () => replaced(real('.codex/skills'), (path) => fs.writeFileSync(path, '')),
  ],
  ['an entry is new in the account', () => fs.writeFileSync(home('mine'), 'x')],
  ['a link is gone', () => fs.removeSync(home('file'))],
  [
    'a link was replaced by a file',
    () => replaced(home('.codex/config.toml'), (path) => fs.writeFileSync(path, 'a=1')),
  ],
  [
    'a link leads elsewhere',
    () => replaced(home('.codex/AGENTS.md'), (path) => fs.symlinkSync('/nowhere', path)),
  ],
  ['a login was linked', () => fs.symlinkSync(real('.codex/auth.json'), home('.codex/auth.json'))],
  [
    'as before, and the time of the folder was put back',
    () => {
      const { atime, mtime } = fs.statSync(home(''))
      replaced(home('file'), (path) => fs.writeFileSync(path, 'x'))
      fs.utimesSync(home(''), atime, mtime)
    },
  ],
  ["codex's .env outranks the login", () => fs.writeFileSync(real('.codex/.env'), 'HOME=/x\n')],
]

describe('an account in which all was well', () => {
  it.each(changes)('and %s: a sync sees what a whole look sees', async (_, change) => {
    change()
    const plan = await box.swop(['sync', 'a', '--dry-run', '--json'])
    const [planned] = JSON.parse(plan.stdout) as [{ steps: { entry: string }[] }]
    const [done] = JSON.parse((await box.swop(['sync', 'a', '--json'])).stdout) as [typeof planned]
    expect(planned.steps.length).toBeGreaterThan(0)
    expect(done.steps.map(({ entry }) => entry)).toEqual(
      expect.arrayContaining(planned.steps.map(({ entry }) => entry)),
    )
  })

  it.each(['inputs', 'outputs'])(
    'and the stamp of the %s was lost: shells find it in order again',
    async (name) => {
      const stamp = fs.readdirSync(box.account('a')).filter((file) => file.includes(name))
      expect(stamp).toHaveLength(1)
      fs.removeSync(box.account('a', stamp[0]!))
      await box.ok('sync', 'a')
      expect(fs.existsSync(box.account('a', stamp[0]!))).toBe(true)
    },
  )

  it('is not read link by link again', async () => {
    const log = join(box.folder, 'calls')
    const trace = ['-qq', '-o', log, '-e', 'trace=readlink,readlinkat']
    await box.run('strace', [...trace, process.execPath, swopBin, 'sync', 'a'])
    const links = fs.readFileSync(log, 'utf8').split('\n')
    expect(links.filter((line) => line.includes(`${home('')}/`))).toEqual([])
  })
})
