import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listing } from '../support/disk.ts'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  box.write('.gitconfig', '[user]\n\temail = base@x\n[includeIf "gitdir:~/clients/"]\n\tpath = .client\n')
  box.write('.client', '[user]\n\temail = client@x\n')
  box.write('.config/gh/hosts.yml', 'base')
  box.write('.config/gh/sub/x', 'x')
  box.write('a/b/c', 'base')
  box.write('a/other', 'other')
  await box.ok('add', 'client')
  await box.ok('add', 'work')
})
afterEach(() => box.remove())

const read = (account: string, path: string) => fs.readFileSync(box.account(account, path), 'utf8')
const isLink = (account: string, path: string) =>
  fs.lstatSync(box.account(account, path), { throwIfNoEntry: false })?.isSymbolicLink()

/** What git says under an account (or under none). */
async function identity(account: string | undefined, folder = box.folder): Promise<string> {
  const active = account === undefined ? ':' : `eval "$(swop env ${account} --shell bash)"`
  return (await box.run('bash', ['-c', `${active}; git -C '${folder}' config user.email`])).stdout.trim()
}

/** Everything on disk but what only says when it was looked at. */
const disk = () => listing(box.folder, /\.stamp$/)

describe('swop own', () => {
  it('gives a client a git identity; elsewhere it is the base one', async () => {
    expect(await box.ok('own', 'client', join(box.home, '.gitconfig'))).toBe(
      `${join(box.home, '.gitconfig')} is client's own: ${box.account('client', 'home/.gitconfig')} (a copy)\n`,
    )
    // The copy is a good one: its conditions hold, although HOME is another one.
    const repository = join(box.home, 'clients/r')
    await box.run('git', ['init', '-q', repository])
    expect(await identity('client', repository)).toBe('client@x')
    await box.run('bash', [
      '-c',
      'eval "$(swop env client --shell bash)"; git config --global user.email me@client',
    ])
    await box.ok('sync')
    expect(await Promise.all([undefined, 'work', 'client'].map((name) => identity(name)))).toEqual([
      'base@x',
      'base@x',
      'me@client',
    ])
    expect(isLink('client', 'home/.gitconfig')).toBe(false)
    // It stays so whatever becomes of the real one.
    fs.unlinkSync(join(box.home, '.gitconfig'))
    await box.ok('sync')
    expect(await identity('client')).toBe('me@client')
  })

  it('begins a folder empty, or as a copy', async () => {
    await box.ok('own', 'client', join(box.home, '.config/gh'))
    await box.ok('own', 'work', join(box.home, '.config/gh'), '--copy')
    expect(fs.readdirSync(box.account('client', 'config/gh'))).toEqual([])
    expect(read('work', 'config/gh/sub/x')).toBe('x')
    fs.writeFileSync(box.account('work', 'home/.config/gh/hosts.yml'), "work's")
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, '.config/gh/hosts.yml'), 'utf8')).toBe('base')
    expect(read('work', 'config/gh/hosts.yml')).toBe("work's")
  })

  it('begins a file empty, with the mode of the real one', async () => {
    const real = box.write('.netrc', 'machine x')
    fs.chmodSync(real, 0o600)
    await box.ok('own', 'client', real, '--empty')
    const stat = fs.statSync(box.account('client', 'home/.netrc'))
    expect([stat.size, stat.mode & 0o777, isLink('client', 'home/.netrc')]).toEqual([0, 0o600, false])
  })

  it('at any depth: all around it is still shared', async () => {
    await box.ok('own', 'client', join(box.home, 'a/b/c'))
    fs.writeFileSync(box.account('client', 'home/a/b/c'), "client's")
    fs.writeFileSync(box.account('client', 'home/a/b/new'), 'new')
    fs.writeFileSync(box.account('client', 'home/a/other'), 'changed')
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, 'a/b/c'), 'utf8')).toBe('base')
    expect(fs.readFileSync(join(box.home, 'a/b/new'), 'utf8')).toBe('new')
    expect(fs.readFileSync(join(box.home, 'a/other'), 'utf8')).toBe('changed')
    expect(read('client', 'home/a/b/c')).toBe("client's")
  })

  it.each([[[]], [['--copy']], [['--empty']]])(
    'at any depth, with %j: the real one is not taken for it',
    async (options) => {
      await box.ok('own', 'client', join(box.home, 'a/b/c'), ...options)
      await box.ok('own', 'client', join(box.home, '.config/gh/sub'), ...options)
      const wanted = options[0] === '--empty' ? '' : 'base'
      expect(read('client', 'home/a/b/c')).toBe(wanted)
      const folder = fs.readdirSync(box.account('client', 'config/gh/sub'))
      expect(folder).toEqual(options[0] === '--copy' ? ['x'] : [])
      expect(fs.readFileSync(join(box.home, 'a/b/c'), 'utf8')).toBe('base')
      expect(fs.readdirSync(join(box.home, '.config/gh/sub'))).toEqual(['x'])
      expect(fs.readdirSync(join(box.root, 'backups'))).toEqual([])
    },
  )

  it('copies the content of a link into a dotfile repository, which stays shared', async () => {
    box.write('dots/vimrc', 'set nu')
    fs.symlinkSync('dots/vimrc', join(box.home, '.vimrc'))
    await box.ok('own', 'client', join(box.home, '.vimrc'))
    fs.appendFileSync(box.account('client', 'home/.vimrc'), ' rnu')
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, 'dots/vimrc'), 'utf8')).toBe('set nu')
    expect(read('client', 'home/dots/vimrc')).toBe('set nu')
    expect(isLink('client', 'home/dots')).toBe(true)
  })

  it('takes the path as a shell has it while an account is active, and one with a ~', async () => {
    const script =
      'eval "$(swop env work --shell bash)"; swop own client ~/.gitconfig; cd ~ && swop own work .client'
    const { stdout, stderr } = await box.run('bash', ['-c', script])
    expect(stderr).toBe('')
    expect(stdout).toContain(`${join(box.home, '.gitconfig')} is client's own`)
    expect(stdout).toContain(`${join(box.home, '.client')} is work's own`)
    expect(await box.ok('own', 'client', '~/.client')).toContain(join(box.home, '.client'))
  })

  it('repeated, keeps what the account has; with --copy it begins anew, and the former is backed up', async () => {
    const path = join(box.home, '.client')
    await box.ok('own', 'client', path)
    fs.writeFileSync(box.account('client', 'home/.client'), 'mine')
    await box.ok('own', 'client', path)
    expect(read('client', 'home/.client')).toBe('mine')
    await box.ok('own', 'client', path, '--copy')
    expect(read('client', 'home/.client')).toContain('client@x')
    expect((await box.run('grep', ['-rlx', 'mine', join(box.root, 'backups')])).stdout).toContain('.client')
  })

  it('finishes what a killed one, or an edit of account.json, has begun', async () => {
    const settings = box.account('client', 'account.json')
    const path = join(box.home, '.client')
    fs.writeJsonSync(settings, { ...fs.readJsonSync(settings), own: [path, join(box.home, 'a/b')] })
    expect(await box.swop(['sync', 'client', '--dry-run'])).toEqual({
      code: 4,
      stdout: expect.not.stringContaining('back up'),
      stderr: '',
    })
    await box.ok('sync', 'client')
    // Not even for a moment is the real one at hand under the account.
    expect(fs.existsSync(box.account('client', 'home/.client'))).toBe(false)
    fs.writeFileSync(box.account('client', 'staging'), 'half a cop')
    await box.ok('own', 'client', path)
    expect(read('client', 'home/.client')).toContain('client@x')
    expect(fs.existsSync(box.account('client', 'staging'))).toBe(false)
  })

  it('leaves an account that is in order', async () => {
    await box.ok('own', 'client', join(box.home, 'a/b/c'))
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
    await box.ok('share', 'client', join(box.home, 'a/b/c'))
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

describe('swop share', () => {
  it('bridges the real one again, and backs the own one up; the folders above it are links again', async () => {
    const path = join(box.home, 'a/b/c')
    await box.ok('own', 'client', path)
    fs.writeFileSync(box.account('client', 'home/a/b/c'), "client's")
    fs.writeFileSync(box.account('client', 'home/a/b/new'), 'new')
    const [, backup = ''] = /its own one is now (.*)\n/.exec(await box.ok('share', 'client', path)) ?? []
    expect(fs.readFileSync(backup, 'utf8')).toBe("client's")
    expect(read('client', 'home/a/b/c')).toBe('base')
    expect(fs.readFileSync(join(box.home, 'a/b/new'), 'utf8')).toBe('new')
    expect(isLink('client', 'home/a')).toBe(true)
    expect(fs.readJsonSync(box.account('client', 'account.json'))).toEqual({
      version: 1,
      isolation: 'overlay',
    })
  })

  it('an XDG folder is a link again, and what else is own stays so', async () => {
    await box.ok('own', 'client', join(box.home, '.config/gh'))
    await box.ok('own', 'client', join(box.home, '.client'))
    expect(isLink('client', 'config')).toBe(false)
    await box.ok('share', 'client', join(box.home, '.config/gh'))
    expect(read('client', 'config/gh/hosts.yml')).toBe('base')
    expect([isLink('client', 'config'), isLink('client', 'home/.client')]).toEqual([true, false])
  })

  it('a git configuration with conditions becomes a translated copy again', async () => {
    const path = join(box.home, '.gitconfig')
    await box.ok('own', 'client', path)
    await box.ok('share', 'client', path)
    const repository = join(box.home, 'clients/r')
    await box.run('git', ['init', '-q', repository])
    expect(await identity('client', repository)).toBe('client@x')
    await box.run('git', ['config', '--global', 'user.email', 'new@x'])
    await box.ok('sync')
    expect(await identity('client')).toBe('new@x')
  })
})

describe('what can be no own entry', () => {
  const table: [string, string[], number, string][] = [
    ['outside', ['own', 'client', '/etc/hosts'], 2, 'is no entry of the real home'],
    ['the home', ['own', 'client', '~/'], 2, 'is no entry of the real home'],
    ['.codex', ['own', 'client', '~/.codex'], 2, 'belongs to codex'],
    ['in .codex', ['own', 'client', '~/.codex/config.toml'], 2, 'belongs to codex'],
    ["swop's root", ['own', 'client', '~/.local/share/swop'], 2, "is swop's own"],
    ["in swop's root", ['own', 'client', '~/.local/share/swop/config.json'], 2, "is swop's own"],
    ['an XDG folder', ['own', 'client', '~/.config'], 2, 'is or holds'],
    ["above swop's root", ['own', 'client', '~/.local'], 2, 'is or holds'],
    ['not there', ['own', 'client', '~/nothing'], 2, 'there is no'],
    ['both ways', ['own', 'client', '~/.client', '--copy', '--empty'], 2, 'exclude each other'],
    ['no such account', ['own', 'nobody', '~/.client'], 3, "there is no account 'nobody'"],
    ['no such account', ['share', 'nobody', '~/.client'], 3, "there is no account 'nobody'"],
    ['in an own one', ['own', 'work', '~/a/b/c'], 2, "which is work's own"],
    ['around an own one', ['own', 'work', '~/a'], 2, "is work's own, and lies in it"],
    ['not own', ['share', 'client', '~/.client'], 1, "is not client's own"],
    ['in an own one', ['share', 'work', '~/a/b/c'], 1, 'share that'],
    ['a codex account', ['own', 'bare', '~/.client'], 1, "'bare' shares no entries"],
    ['a strict account', ['own', 'apart', '~/.client'], 1, "'apart' shares no entries"],
  ]

  it('is refused with one line, and nothing is changed', async () => {
    await box.ok('add', 'bare', '--isolation', 'codex')
    await box.ok('add', 'apart', '--isolation', 'strict')
    await box.ok('own', 'work', '~/a/b')
    await box.ok('sync')
    const before = disk()
    for (const [what, args, code, message] of table) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const result = await box.swop(args)
      expect([what, result]).toEqual([
        what,
        { code, stdout: '', stderr: expect.stringMatching(/^swop: [^\n]*; [^\n]*\n$/) },
      ])
      expect([what, result.stderr]).toEqual([what, expect.stringContaining(message)])
    }
    expect(disk()).toEqual(before)
  })
})
