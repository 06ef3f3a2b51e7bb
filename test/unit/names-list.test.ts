import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

// shell/names: what fish completes. A list that is older than the folder of the accounts is not taken.

let box: Sandbox
const list = () => join(box.root, 'shell', 'names')
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'work')
})
afterEach(() => box.remove())

const folder = () => join(box.root, 'accounts')
const timeOf = (path: string) => fs.statSync(path).mtimeMs
const setTime = (path: string, ms: number) => fs.utimesSync(path, ms / 1000, ms / 1000)

/** The names, if a shell would take the list. */
function listed(): string[] | undefined {
  const isNew = timeOf(list()) > timeOf(folder())
  return isNew ? fs.readFileSync(list(), 'utf8').split('\n').slice(0, -1) : undefined
}

describe('the list of names has', () => {
  it('an account that was added', async () => {
    expect(listed()).toEqual(['work'])
    await box.ok('add', 'me@client.example')
    expect(listed()).toEqual(['me@client.example', 'work'])
  })

  it('not one that could not be added', async () => {
    expect(await box.swop(['add', 'work'])).toMatchObject({ code: 1 })
    expect(await box.swop(['add', 'new', '--from', join(box.home, 'nothing')])).toMatchObject({ code: 2 })
    expect(listed()).toEqual(['work'])
  })

  it('one that was renamed by its new name only', async () => {
    await box.ok('rename', 'work', 'office')
    expect(listed()).toEqual(['office'])
  })

  it('one that was removed no more, and again once it is restored', async () => {
    await box.ok('add', 'other')
    await box.ok('remove', 'work', '--yes')
    expect(listed()).toEqual(['other'])
    await box.ok('restore', 'work')
    expect(listed()).toEqual(['other', 'work'])
    await box.ok('remove', 'work', '--yes')
    await box.ok('restore', 'work', '--as', 'again')
    expect(listed()).toEqual(['again', 'other'])
  })

  it('the same after a sync, a login and an activation', async () => {
    await box.ok('sync')
    await box.ok('env', 'work')
    box.write(join(box.account('work'), 'home/.codex/auth.json'), '{}')
    await box.ok('list')
    expect(listed()).toEqual(['work'])
  })
})

describe('what was done by hand is in the list after a sync:', () => {
  it.each<[string, () => void, string[]]>([
    ['an account that is gone', () => fs.removeSync(box.account('other')), ['work']],
    [
      'an account that is there',
      () => fs.copySync(box.account('other', 'account.json'), box.account('third', 'account.json')),
      ['other', 'third', 'work'],
    ],
    ['no list', () => fs.removeSync(list()), ['other', 'work']],
    ['a list as old as the folder', () => setTime(list(), timeOf(folder())), ['other', 'work']],
  ])('%s', async (_, action, names) => {
    await box.ok('add', 'other')
    await box.ok('sync')
    action()
    if (fs.existsSync(list())) expect(listed()).toBeUndefined()
    await box.ok('sync')
    expect(listed()).toEqual(names)
    const before = timeOf(list())
    await box.ok('sync')
    expect(timeOf(list())).toBe(before)
  })
})

describe('a list that', () => {
  it('was written over by hand is right after a sync, and the doctor says so before', async () => {
    fs.writeFileSync(list(), 'nobody\n')
    setTime(list(), Date.now() + 1000)
    expect((await box.swop(['doctor'])).stdout).toContain('shell/names')
    await box.ok('sync')
    expect(listed()).toEqual(['work'])
    expect((await box.swop(['doctor'])).stdout).not.toContain('shell/names')
    fs.writeFileSync(list(), 'nobody\n')
    await box.swop(['doctor', '--fix'])
    expect(fs.readFileSync(list(), 'utf8')).toBe('work\n')
  })

  it('is older than a folder with a time to come is made newer once', async () => {
    setTime(folder(), Date.now() + 3600_000)
    await box.ok('sync')
    expect(listed()).toEqual(['work'])
    const before = timeOf(list())
    await box.ok('sync')
    expect(timeOf(list())).toBe(before)
  })

  it('may not be read is written anew by a sync', async () => {
    const user = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []
    const [program = '', ...words] = [...user, process.execPath, swopBin, 'sync']
    fs.chmodSync(list(), 0)
    expect(await box.run(program, words)).toMatchObject({ code: 0, stderr: '' })
    expect(fs.statSync(list()).mode & 0o777).toBe(0o600)
    expect(listed()).toEqual(['work'])
  })

  it('can not be written stops nothing', async () => {
    fs.removeSync(list())
    fs.mkdirSync(list())
    const codes: [string, number][] = []
    for (const words of [
      ['sync'],
      ['add', 'b'],
      ['rename', 'b', 'c'],
      ['default', 'c'],
      ['remove', 'c', '--yes'],
      ['restore', 'c'],
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      codes.push([words[0]!, (await box.swop(words)).code ?? -1])
    expect(codes).toEqual(codes.map(([command]) => [command, 0]))
    expect(await box.ok('list')).toMatch(/c .*\n.*work /)
    expect(fs.readdirSync(box.root)).not.toContain('unfinished.json')
  })
})
