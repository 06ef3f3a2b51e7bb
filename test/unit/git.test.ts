import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { absoluteConditions, originalConditions } from '../../src/home/git-conditions.ts'
import { Sandbox } from '../support/sandbox.ts'

describe('conditions on folders of the home', () => {
  const table: [string, string][] = [
    ['[includeIf "gitdir:~/clients/"]', '[includeIf "gitdir:/h/clients/"]'],
    ['\t[INCLUDEIF  "gitdir/i:~/X/"] path = a', '\t[INCLUDEIF  "gitdir/i:/h/X/"] path = a'],
    ['[includeIf "gitdir:/h/x/"]', '[includeIf "gitdir:/h/x/"]'],
    ['[includeIf "onbranch:~/x"]', '[includeIf "onbranch:~/x"]'],
    ['path = ~/x', 'path = ~/x'],
  ]
  it.each(table)('%j becomes %j, and back', (line, absolute) => {
    expect(absoluteConditions(line, '/h')).toBe(absolute)
    expect(originalConditions(absolute, line, '/h')).toBe(line)
  })

  it('a home that looks like a pattern stays a path', () => {
    expect(absoluteConditions('[includeIf "gitdir:~/c/"]', '/h[1]"')).toBe(
      String.raw`[includeIf "gitdir:/h\\[1\\]\"/c/"]`,
    )
  })
})

describe('git under an account', () => {
  const box = new Sandbox()
  const account = 'work'
  const repository = (folder: string) => join(box.home, folder)
  const git = async (cwd: string, env: Record<string, string>, ...args: string[]) => {
    const { stdout, stderr } = await box.run('git', ['-C', cwd, ...args], env)
    return stdout.trim() + stderr
  }
  let active: Record<string, string>

  beforeAll(async () => {
    box.write(
      '.gitconfig',
      '[user]\n\temail = base@x\n[includeIf "gitdir:~/clients/"]\n\tpath = .gitconfig-clients\n[alias]\n\tst = status\n',
    )
    box.write('.gitconfig-clients', '[user]\n\temail = client@x\n')
    for (const folder of ['clients/a', 'own/b']) {
      fs.mkdirpSync(repository(folder))
      await box.run('git', ['init', '-q', repository(folder)])
    }
    await box.ok('add', account)
    active = JSON.parse(await box.ok('env', account, '--format', 'json')) as Record<string, string>
    for (const [name, value] of Object.entries(active)) if (value === null) delete active[name]
  })
  afterAll(() => box.remove())

  it.each([
    ['clients/a', 'client@x'],
    ['own/b', 'base@x'],
  ])('in %s it has the identity that it has without', async (folder, email) => {
    for (const cwd of [repository(folder), box.account(account, 'home', folder)]) {
      for (const env of [{}, active]) expect(await git(cwd, env, 'config', 'user.email')).toBe(email)
    }
  })

  it('git config --global reaches the real file, as it would have been written there', async () => {
    await git(box.home, active, 'config', '--global', 'alias.co', 'checkout')
    await git(box.home, active, 'config', '--global', 'includeIf.gitdir:~/other/.path', '.gitconfig-clients')
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, '.gitconfig'), 'utf8')).toBe(
      '[user]\n\temail = base@x\n[includeIf "gitdir:~/clients/"]\n\tpath = .gitconfig-clients\n[alias]\n\tst = status\n\tco = checkout\n[includeIf "gitdir:~/other/"]\n\tpath = .gitconfig-clients\n',
    )
    fs.mkdirpSync(repository('other/c'))
    await box.run('git', ['init', '-q', repository('other/c')])
    expect(await git(repository('other/c'), active, 'config', 'user.email')).toBe('client@x')
    expect(await box.ok('sync')).not.toContain('gitconfig')
  })

  it('an edit of the real file reaches the account', async () => {
    fs.appendFileSync(join(box.home, '.gitconfig'), '[core]\n\teditor = ed\n')
    await box.ok('sync')
    expect(await git(box.home, active, 'config', 'core.editor')).toBe('ed')
  })

  it('edits on both sides: the newer one stays, the older one is backed up', async () => {
    const real = join(box.home, '.gitconfig')
    fs.appendFileSync(real, '[x]\n\treal = 1\n')
    fs.utimesSync(real, 1, 1)
    await git(box.home, active, 'config', '--global', 'x.account', '1')
    await box.ok('sync')
    expect(await git(box.home, {}, 'config', 'x.account')).toBe('1')
    const backups = fs.readdirSync(join(box.root, 'backups'), { recursive: true, encoding: 'utf8' })
    const kept = backups.find((path) => path.endsWith('.gitconfig')) ?? ''
    expect(fs.readFileSync(join(box.root, 'backups', kept), 'utf8')).toContain('real = 1')
  })

  it('the real file removed: the copy goes, and does not come back', async () => {
    fs.unlinkSync(join(box.home, '.gitconfig'))
    await box.ok('sync')
    await box.ok('sync')
    expect(fs.readdirSync(box.account(account, 'home'))).not.toContain('.gitconfig')
    expect(fs.existsSync(join(box.home, '.gitconfig'))).toBe(false)
  })

  it('conditions in the XDG file hold, too', async () => {
    box.write(
      '.config/git/config',
      '[user]\n\temail = xdg@x\n[includeIf "gitdir:~/clients/"]\n\tpath = ~/.gitconfig-clients\n',
    )
    box.write('.config/git/ignore', '*.o\n')
    await box.ok('sync')
    expect(await git(repository('clients/a'), active, 'config', 'user.email')).toBe('client@x')
    expect(await git(repository('own/b'), active, 'config', 'user.email')).toBe('xdg@x')
    expect(fs.readFileSync(box.account(account, 'config/git/ignore'), 'utf8')).toBe('*.o\n')
    await git(box.home, active, 'config', '--global', 'x.y', 'z')
    await box.ok('sync')
    expect(fs.readFileSync(join(box.home, '.config/git/config'), 'utf8')).toMatch(
      /gitdir:~\/clients[^]*y = z/,
    )
  })
})
