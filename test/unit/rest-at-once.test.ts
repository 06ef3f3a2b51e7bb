import fs from 'fs-extra'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'a')
})
afterEach(() => box.remove())

const shellFolder = () => join(box.root, 'shell')

/** What shells activate by themselves. */
function starts(): Record<string, string> {
  const names = fs.readdirSync(shellFolder()).filter((name) => name.startsWith('start'))
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(join(shellFolder(), name), 'utf8')]))
}

/** Runs swop, which stops in its nth fsync until something is done: so the order does not depend on the machine. */
async function stoppedAt(nth: number, words: readonly string[], action: () => Promise<unknown>) {
  const [log, pid] = [join(box.folder, 'calls'), join(box.folder, 'pid')]
  const inject = ['-e', 'trace=fsync', '-e', `inject=fsync:signal=SIGSTOP:when=${nth}`]
  const command = ['sh', '-c', 'echo $$ >"$0"; exec "$@"', pid, process.execPath, swopBin, ...words]
  const running = box.run('strace', ['-qq', '-o', log, ...inject, ...command])
  const isStopped = () => fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes('stopped by SIGSTOP')
  // oxlint-disable-next-line no-await-in-loop
  for (let n = 0; n < 1000 && !isStopped(); n++) await wait(10)
  try {
    expect(isStopped()).toBe(true)
    await action()
  } finally {
    process.kill(Number(fs.readFileSync(pid, 'utf8')), 'SIGCONT')
  }
  expect(await running).toMatchObject({ code: 0 })
}

/** Right behind a race, after a sync that may go by its note, and after one that has none. */
async function inTurn(): Promise<Record<string, string>[]> {
  const seen = [starts()]
  await box.ok('sync')
  seen.push(starts())
  fs.removeSync(join(shellFolder(), 'written'))
  await box.ok('sync')
  return [...seen, starts()]
}

describe('what shells activate by themselves is what the settings say', () => {
  const folder = () => join(box.folder, 'bound')
  const commands: Record<string, () => string[]> = {
    bind: () => ['bind', 'a', folder()],
    unbind: () => ['unbind', folder()],
    default: () => ['default', 'a'],
  }
  beforeEach(() => fs.mkdirpSync(folder()))

  // The first file that a sync writes comes before those, the sixth is its note.
  it.each([
    ['bind', 1],
    ['unbind', 1],
    ['default', 1],
    ['bind', 2],
    ['bind', 6],
  ])('after %s while a sync that has read them writes file %i', async (command, nth) => {
    if (command === 'unbind') await box.ok(...commands.bind!())
    await box.ok('sync')
    const before = starts()
    fs.removeSync(join(shellFolder(), 'functions.bash'))
    await stoppedAt(nth, ['sync'], () => box.ok(...commands[command]!()))
    const [after, later, right] = await inTurn()
    expect(right).not.toEqual(before)
    expect({ after, later }).toEqual({ after: right, later: right })
  })

  // bindings.json is the first file that it writes.
  it('after default while bind writes them', async () => {
    let pending: Promise<unknown> | undefined
    await stoppedAt(2, commands.bind!(), async () => {
      pending = box.ok(...commands.default!())
      await wait(300)
    })
    await pending
    const [after, later, right] = await inTurn()
    expect({ after, later }).toEqual({ after: right, later: right })
  })

  it('after config while default writes them, and the other way round: both changes are there', async () => {
    const config = ['config', 'set', 'share.skills', 'own']
    for (const [first, second] of [
      [commands.default!(), config],
      [config, commands.default!()],
    ]) {
      let pending: Promise<unknown> | undefined
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await stoppedAt(1, first!, async () => {
        pending = box.ok(...second!)
        await wait(300)
      })
      // oxlint-disable-next-line no-await-in-loop
      await pending
      expect(fs.readJsonSync(join(box.root, 'config.json'))).toMatchObject({
        default: 'a',
        share: { skills: 'own' },
      })
      // oxlint-disable-next-line no-await-in-loop
      for (const words of [
        ['default', 'none'],
        ['config', 'unset', 'share.skills'],
      ])
        await box.ok(...words)
    }
  })
})

it('the list of names has both of two accounts that are added at once', async () => {
  const fsyncs = async (words: readonly string[]) => {
    const log = join(box.folder, 'fsyncs')
    await box.run('strace', [
      '-f',
      '-qq',
      '-o',
      log,
      '-e',
      'trace=fsync',
      process.execPath,
      swopBin,
      ...words,
    ])
    return fs.readFileSync(log, 'utf8').trim().split('\n').length
  }
  // The list is the last file that it writes.
  const last = await fsyncs(['add', 'b'])
  await stoppedAt(last, ['add', 'c'], () => box.ok('add', 'd'))
  expect(fs.readFileSync(join(shellFolder(), 'names'), 'utf8')).toBe('a\nb\nc\nd\n')
})
