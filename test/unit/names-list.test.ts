import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'

// shell/names: what fish completes. A list that is older than the folder of the accounts is not taken.

let box: Sandbox
const list = () => join(box.root, 'shell', 'names')
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'work')
})
afterEach(() => box.remove())

/** The names, if a shell would take the list. */
function listed(): string[] | undefined {
  const isNew = fs.statSync(list()).mtimeMs > fs.statSync(join(box.root, 'accounts')).mtimeMs
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
  ])('%s', async (_, action, names) => {
    await box.ok('add', 'other')
    await box.ok('sync')
    action()
    if (fs.existsSync(list())) expect(listed()).toBeUndefined()
    await box.ok('sync')
    expect(listed()).toEqual(names)
    const { mtimeMs } = fs.statSync(list())
    await box.ok('sync')
    expect(fs.statSync(list()).mtimeMs).toBe(mtimeMs)
  })
})
