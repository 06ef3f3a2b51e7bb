import fs from 'fs-extra'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../src/platform/lock.ts'
import { ownerText, thisProcess, type Owner } from '../../src/platform/owner.ts'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
let lock: string
beforeEach(() => {
  box = new Sandbox()
  lock = join(box.folder, 'lock')
})
afterEach(() => box.remove())

const me = thisProcess()

function hold(text: string, age = 0): void {
  fs.writeFileSync(lock, text)
  const time = Date.now() / 1000 - age
  fs.utimesSync(lock, time, time)
}

const owner = (changes: Partial<Owner>) => ownerText({ ...me, ...changes })

/** Whether the lock is had within a second. */
async function isFree(): Promise<boolean> {
  const had = withLock(lock, async () => true).catch(() => false)
  const first = await Promise.race([had, new Promise<boolean>((resolve) => setTimeout(resolve, 1000, false))])
  fs.removeSync(lock) // or the other attempt waits on
  await had
  return first
}

describe('a lock', () => {
  const table: [string, string, number, boolean][] = [
    ['of a process that runs', owner({}), 100_000, false],
    ['of a process that has ended', owner({ pid: 999_999_999 }), 0, true],
    ['of a process whose id another one has by now', owner({ started: '1' }), 0, true],
    ['of an earlier swop, which wrote the id only', `${process.pid}\n`, 0, false],
    ['of an earlier swop that has ended', '999999999\n', 0, true],
    ['of another container, a moment ago', owner({ pid: 999_999_999, place: 'boot pid:[1]' }), 10, false],
    ['of another container, without a sign of life', owner({ place: 'boot pid:[1]' }), 61, true],
    ['that is being written', '', 0, false],
    ['that was never finished', '', 3, true],
  ]
  it.each(table)('%s', async (_name, text, age, free) => {
    hold(text, age)
    expect(await isFree()).toBe(free)
  })

  it('is one process’s at a time, also where 12 find a dead owner’s', async () => {
    hold(owner({ pid: 999_999_999 }))
    let inside = 0
    const most = await Promise.all(
      Array.from({ length: 12 }, () =>
        withLock(lock, async () => {
          const now = ++inside
          await new Promise((resolve) => setTimeout(resolve, 5))
          inside--
          return now
        }),
      ),
    )
    expect(most).toEqual(Array.from({ length: 12 }, () => 1))
    expect(fs.readdirSync(box.folder).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it('takes away what is left of a process that died while it took one over', async () => {
    fs.writeFileSync(`${lock}.dead`, owner({ pid: 999_999_999 }))
    await withLock(lock, async () => undefined)
    expect(fs.existsSync(`${lock}.dead`)).toBe(false)
  })

  it('is not needed where nothing can be written', async () => {
    await expect(withLock('/proc/lock', async () => 1, 'go on')).rejects.toThrow('/proc/lock')
    await expect(withLock(join(box.folder, 'none/lock'), async () => 1, 'go on')).rejects.toThrow('ENOENT')
  })
})

describe('the lock of the base codex home', () => {
  it('keeps two roots apart', async () => {
    const other = { SWOP_ROOT: join(box.folder, 'other') }
    await box.ok('add', 'a')
    await box.swop(['add', 'b'], other)
    const base = join(box.home, '.codex/.swop.lock')
    fs.writeFileSync(base, owner({}))
    fs.outputFileSync(join(other.SWOP_ROOT, 'accounts/b/home/x'), 'x')
    const sync = spawn(join(box.bin, 'node'), [swopBin, 'sync'], {
      env: { ...box.env, ...other },
    })
    const ended = new Promise((resolve) => sync.on('exit', resolve))
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(fs.existsSync(join(box.home, 'x'))).toBe(false)
    fs.removeSync(base)
    expect(await ended).toBe(0)
    expect(fs.readFileSync(join(box.home, 'x'), 'utf8')).toBe('x')
    expect(fs.existsSync(base)).toBe(false)
  })
})
