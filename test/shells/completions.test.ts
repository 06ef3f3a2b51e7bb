import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, initFile, runScript, zsh, type TestShell } from '../support/shells.ts'

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

describe('fish takes', () => {
  const folder = (path: string) => join(box.home, path, 'swop.fish')
  const made = folder('.local/share/fish/generated_completions')
  const own = folder('.config/fish/completions')
  const offered = async () => {
    const lines = [fish.source(initFile(box, fish)), 'complete -C "swop use wor"']
    return (await box.run('fish', ['-i', '-c', lines.join('; ')])).stdout.trim()
  }
  beforeAll(async () => {
    await box.ok('init', 'fish')
    fs.outputFileSync(made, 'complete swop -l purge -d "also move all aside"\n')
  })
  afterAll(() => {
    for (const path of [made, own]) fs.removeSync(path)
  })

  it("swop's completions and not what it has made of the man page by itself", async () => {
    expect(await offered()).toBe('work')
  })

  it("the user's own before swop's", async () => {
    fs.outputFileSync(own, 'complete -c swop -f -a world\n')
    expect(await offered()).toBe('world')
  })
})

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
    // bash says them at the second TAB; in fish the second would choose one. Without a name, `use` would ask for it.
    const tabs = shell === bash ? '\t\t' : '\t'
    const { screen } = await accountsAfter(shell, [`swop use ${tabs}--help`], { env: { TERM: 'xterm' } })
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
    await box.ok('sync') // `swop use` would, where other tests have left something in the home
    const { accounts, starts, screen } = await watched(shell, 'swop use wor\t')
    expect([accounts, starts], screen).toEqual([['work'], []])
  })
})

/** Types a line under strace, and says which processes the shell has started meanwhile. */
async function watched(shell: TestShell, line: string, typing: Parameters<typeof typeInto>[3] = {}) {
  const log = join(box.folder, `tab-${shell.name}.strace`)
  const mark = join(box.folder, 'mark')
  fs.writeFileSync(mark, '')
  const under = `strace -f --seccomp-bpf -qq -s 4096 -e trace=clone,clone3,fork,vfork,execve,open,openat -o ${log}`
  const lines = [shell.source(mark), line, shell.source(mark), 'note']
  const seen = await accountsAfter(shell, lines, { ...typing, under })
  const calls = fs.readFileSync(log, 'utf8').split('\n')
  const marks = calls.flatMap((call, index) => (call.includes(`"${mark}"`) ? [index] : []))
  expect(marks, seen.screen).toHaveLength(2)
  const between = calls.slice(marks[0], marks[1])
  expect(between.join('\n')).toContain('/accounts/')
  const starts = between.filter(
    (call) => /\b(clone3?|v?fork|execve)\(/.test(call) && !call.includes('CLONE_THREAD'),
  )
  return { ...seen, starts }
}

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

interface Way {
  what: string
  shell: TestShell
  by?: 'zpty'
  before?: string[]
  after: string[]
}
const strict = ['set -u', "IFS='ow1@'"]
const ways: Way[] = [
  { what: 'zsh, by zpty', shell: zsh, by: 'zpty', after: strict },
  { what: 'bash, by readline, without the bash-completion library', shell: bash, after: strict },
  {
    what: 'bash, by readline, with the bash-completion library',
    shell: bash,
    before: ['. /usr/share/bash-completion/bash_completion'],
    after: strict,
  },
  // fish has no unset variables; an IFS that is empty keeps it from splitting what a command prints.
  { what: 'fish', shell: fish, after: ["set -g IFS ''"] },
]

describe.each(ways)(
  'with 200 accounts, under set -u and an IFS of its own: $what',
  ({ shell, ...typing }) => {
    const many = Array.from({ length: 200 }, (_, index) => `n${index}`)
    beforeAll(async () => {
      for (const name of many) fs.mkdirpSync(box.account(name))
      fs.moveSync(box.account('n123'), box.account('n123-only'))
    })
    afterAll(() => {
      for (const name of [...many, 'n123-only']) fs.removeSync(box.account(name))
    })

    it('TAB completes one of them', async () => {
      const typed = ['swop status n123\t', 'swop use wor\t', 'note']
      const { accounts, screen } = await accountsAfter(shell, typed, typing)
      expect(accounts, screen).toEqual(['work'])
      // Its settings are missing, says the command: the name is whole.
      expect(screen).toContain('accounts/n123-only/account.json')
    })

    it('TAB completes one of several', async () => {
      await box.ok('sync', 'work') // writes their names, for fish
      const { screen } = await accountsAfter(shell, ['swop use n12\t3\t'], typing)
      expect(screen).toContain('accounts/n123-only/account.json')
    })

    it('TAB starts no process', async () => {
      await box.ok('sync', 'work') // or else `swop use` would
      const { accounts, starts, screen } = await watched(shell, 'swop use wor\t', typing)
      expect([accounts, starts], screen).toEqual([['work'], []])
    })

    it('runs as said', async () => {
      const asks = shell === fish ? 'echo "IFS=$IFS="' : 'type _init_completion; echo "options=$-="'
      const { screen } = await typeInto(box, shell, [asks], typing)
      const has = /_init_completion is a function/.test(screen)
      expect(has, screen).toBe(typing.before !== undefined)
      expect(screen).toMatch(shell === fish ? /^IFS==/m : /options=\w*u\w*=/)
    })
  },
)
