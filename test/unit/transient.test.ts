import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planBridge } from '../../src/home/bridge-plan.ts'
import { isTransient, isTransientName, settlingTime } from '../../src/home/transient.ts'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells, initFile, runScript } from '../support/shells.ts'
import type { Entry } from '../../src/home/entry.ts'

describe('names of temporary and lock files', () => {
  const table: [string, boolean][] = [
    ['.zsh_history.LOCK', true],
    ['.zsh_history.new', true],
    ['.viminfo.tmp', true],
    ['.viminfz.tmp', true],
    ['.lesshsQ', true],
    ['lesshsQ', true],
    ['.lesshst', false],
    ['.Xauthority-c', true],
    ['.Xauthority-l', true],
    ['.Xauthority', false],
    ['.bash_history-12345.tmp', true],
    ['.bash_history-12345', true],
    ['.bash_history', false],
    ['.gitconfig.lock', true],
    ['lock', false],
    ['.#notes', true],
    ['#notes#', false],
    ['.notes.swp', true],
    ['.notes.swo', true],
    ['.swap', false],
    ['notes~', false],
    ['sedAb12Cd', true],
    ['sedation', false],
    ['4913', true],
    ['.goutputstream-X2Y3Z4', true],
    ['.zcompdump.host.4711', true],
    ['.zcompdump', false],
    ['new', false],
    ['tmp', false],
    ['what-is-new', false],
  ]
  it.each(table)('%s: %s', (name, transient) => expect(isTransientName(name)).toBe(transient))
})

describe('a transient entry', () => {
  const now = 1_000_000_000
  const file = (age: number): Entry => ({ kind: 'file', modified: now - age })
  const table: [string, string, Entry | undefined, boolean][] = [
    ['just made', 'a.lock', file(0), true],
    ['young', 'a.lock', file(settlingTime - 1), true],
    ['old', 'a.lock', file(settlingTime), false],
    ['from the far future', 'a.lock', file(-settlingTime), false],
    ['by another name', 'a', file(0), false],
    ['not there', 'a.lock', undefined, false],
    ['a lock by a link that leads nowhere', '.#a', { kind: 'link', modified: 0, placed: now }, true],
    ['an old one', '.#a', { kind: 'link', modified: now, placed: 1 }, false],
  ]
  it.each(table)('%s', (_what, name, entry, transient) =>
    expect(isTransient(name, entry, now)).toBe(transient),
  )

  const folder = { account: '/a', real: '/h', make: [], except: [], aliases: [] }
  const plan = (account: Record<string, Entry>, real: Record<string, Entry>, at: number) =>
    planBridge(
      {
        folder,
        account: new Map(Object.entries(account)),
        real: new Map(Object.entries(real)),
        resolved: folder.real,
        companions: new Map(),
      },
      at,
    ).map(({ path }) => path)

  it('stays where it is until it is old, on either side', () => {
    expect(plan({ 'x.lock': file(0), y: file(0) }, {}, now)).toEqual(['/a/y'])
    expect(plan({}, { 'x.lock': file(0), y: file(0) }, now)).toEqual(['/a/y'])
    expect(plan({ 'x.lock': file(0) }, { 'x.lock': file(settlingTime) }, now)).toEqual([])
    expect(plan({ 'x.lock': file(0) }, {}, now + settlingTime)).toEqual(['/a/x.lock'])
    expect(plan({}, { 'x.lock': file(0) }, now + settlingTime)).toEqual(['/a/x.lock'])
  })
})

describe('an account while a program saves in it', () => {
  let box: Sandbox
  beforeEach(async () => {
    box = new Sandbox()
    // A first fish makes these, which is a change of the real home.
    for (const folder of ['.config/fish', '.local/share/fish']) fs.mkdirpSync(join(box.home, folder))
    await box.ok('add', 'a')
    await box.ok('init', 'bash')
  })
  afterEach(() => box.remove())

  it('leaves the temporary file and the lock alone, silently, and is in order; old ones move', async () => {
    const [lock, saved] = [box.account('a', 'home/.zsh_history.LOCK'), box.account('a', 'data/x.new')]
    fs.symlinkSync('/pid-1/host-x', lock)
    fs.writeFileSync(saved, 'half')
    expect(await box.swop(['sync', '--dry-run'])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await box.swop(['sync'])).toEqual({ code: 0, stdout: '', stderr: '' })
    // In order: `swop use` starts nothing, not even a swop that would fail.
    fs.removeSync(join(box.bin, 'swop'))
    fs.writeFileSync(join(box.bin, 'swop'), '#!/bin/sh\necho started\nexit 1\n', { mode: 0o755 })
    for (const shell of functionShells) {
      // oxlint-disable-next-line no-await-in-loop -- one shell after the other
      const result = await runScript(box, shell, [shell.source(initFile(box, shell)), 'swop use a'])
      expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
    }
    const then = Date.now() / 1000 - 60
    fs.lutimesSync(lock, then, then)
    fs.utimesSync(saved, then, then)
    expect(await box.ok('sync')).toContain(`move ${saved}`)
    expect(fs.readFileSync(join(box.home, '.local/share/x.new'), 'utf8')).toBe('half')
    expect(fs.readlinkSync(join(box.home, '.zsh_history.LOCK'))).toBe('/pid-1/host-x')
  })
})
