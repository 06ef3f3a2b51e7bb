import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, runScript, zsh, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
const names = ['work', 'me@client.example', 'a+b-c', 'x.y_z']
beforeAll(async () => {
  await runScript(box, fish, []) // fish makes its folders at its first start
  for (const name of names) await box.ok('add', name)
})
afterAll(() => box.remove())

const compinit = ['autoload -Uz compinit', 'compinit -u -D']
/** What an rc file has before the functions are loaded. */
const before = (shell: TestShell) => (shell === zsh ? compinit : [])

/** Types lines, a TAB being one, and says which accounts were in force at each `note`. */
async function accountsAfter(
  shell: TestShell,
  lines: readonly string[],
  typing: Parameters<typeof typeInto>[3] = {},
): Promise<{ accounts: (string | undefined)[]; screen: string }> {
  const { log, screen } = await typeInto(box, shell, lines, {
    ...typing,
    before: [...before(shell), ...(typing.before ?? [])],
  })
  return { accounts: log.map((line) => line.split(':')[1]), screen }
}

const typed = names.flatMap((name) => [`swop use ${name.slice(0, name.includes('@') ? 5 : 1)}\t`, 'note'])

describe.each(functionShells)('TAB in $name', (shell) => {
  it('completes the names of accounts', async () => {
    const { accounts } = await accountsAfter(shell, typed)
    expect(accounts).toEqual(names)
  })

  it('completes commands, and the names behind them', async () => {
    const envrc = join(box.folder, '.envrc')
    fs.removeSync(envrc)
    const { screen } = await accountsAfter(shell, ['swop curr\t', 'swop envr\twor\t'])
    expect(screen).toContain('No account is active')
    expect(fs.readFileSync(envrc, 'utf8')).toBe('use swop work\n')
  })

  it('shows the names where several fit', async () => {
    // bash says them at the second TAB; in fish the second would choose one.
    const tabs = shell === bash ? '\t\t' : '\t'
    const { screen } = await accountsAfter(shell, [`swop use ${tabs}`], { env: { TERM: 'xterm' } })
    for (const name of names) expect(screen).toContain(name)
  })

  it('completes bound folders, with a blank in them, and backups', async () => {
    const folder = join(box.folder, 'a b')
    fs.mkdirpSync(folder)
    await box.ok('bind', 'work', folder)
    await box.ok('add', 'gone')
    await box.ok('remove', 'gone', '--yes')
    const [backup = ''] = fs.readdirSync(join(box.root, 'backups')).filter((name) => name.endsWith('gone'))
    const typing = [`swop unbind ${box.folder}/a\t`, `swop restore ${backup.slice(0, 15)}\t`]
    const { screen } = await accountsAfter(shell, typing)
    expect(await box.ok('bindings'), screen).not.toContain('a b')
    expect(await box.ok('list'), screen).toContain('gone')
    await box.ok('remove', 'gone', '--yes')
    fs.emptyDirSync(join(box.root, 'backups'))
  })

  it('starts no process', async () => {
    const log = join(box.folder, `tab-${shell.name}.strace`)
    const mark = join(box.folder, 'mark')
    fs.writeFileSync(mark, '')
    await box.ok('sync') // `swop use` would, where other tests have left something in the home
    const under = `strace -f -qq -s 4096 -e trace=clone,clone3,fork,vfork,execve,open,openat -o ${log}`
    const lines = [shell.source(mark), 'swop use wor\t', shell.source(mark), 'note']
    const { accounts } = await accountsAfter(shell, lines, { under })
    expect(accounts).toEqual(['work'])
    const calls = fs.readFileSync(log, 'utf8').split('\n')
    const marks = calls.flatMap((line, index) => (line.includes(`"${mark}"`) ? [index] : []))
    expect(marks).toHaveLength(2)
    const between = calls.slice(marks[0], marks[1])
    expect(between.join('\n')).toContain('/accounts/')
    const starts = between.filter(
      (line) => /\b(clone3?|v?fork|execve)\(/.test(line) && !line.includes('CLONE_THREAD'),
    )
    expect(starts).toEqual([])
  })
})

const hostile: Record<string, string[]> = {
  'set -u': ['set -u'],
  'a custom IFS': ["IFS='ow@'"],
  'set -f': ['set -f'],
  noclobber: ['set -C'],
}
describe.each([bash, zsh])('TAB in $name under', (shell) => {
  it.each(Object.keys(hostile))('%s', async (what) => {
    const { accounts, screen } = await accountsAfter(shell, typed, { after: hostile[what] ?? [] })
    expect(accounts, screen).toEqual(names)
  })
})
it('TAB in zsh completes also where compinit comes after the functions', async () => {
  const { log } = await typeInto(box, zsh, ['swop use wor\t', 'note'], { after: compinit })
  expect(log).toEqual([expect.stringContaining(':work:')])
})

it('TAB in bash under failglob, nullglob and GLOBIGNORE, which are as they were afterwards', async () => {
  const after = ['shopt -s failglob nullglob', "GLOBIGNORE='*'"]
  const lines = [...typed, 'shopt -q failglob && shopt -q nullglob && echo "still$((1))"']
  const { accounts, screen } = await accountsAfter(bash, lines, { after })
  expect(accounts, screen).toEqual(names)
  expect(screen).toContain('still1')
})

describe.each(functionShells)('with 200 accounts in $name', (shell) => {
  it('TAB completes one of them', async () => {
    const folder = join(box.root, 'accounts')
    const many = Array.from({ length: 200 }, (_, index) => join(folder, `n${index}`))
    try {
      for (const each of many) fs.mkdirpSync(each)
      fs.moveSync(join(folder, 'n123'), join(folder, 'n123-only'))
      many.push(join(folder, 'n123-only'))
      const { screen } = await accountsAfter(shell, ['echo use n123\t', 'swop status n123\t', 'note'])
      expect(screen).toContain('n123-only')
    } finally {
      for (const each of many) fs.removeSync(each)
    }
  })
})
