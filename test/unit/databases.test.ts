import fs from 'fs-extra'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
let holder: ChildProcess | undefined
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'a')
})
afterEach(() => {
  holder?.kill('SIGKILL')
  holder = undefined
  box.remove()
})

const program = `import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.execute("PRAGMA journal_mode=WAL")
base.execute("CREATE TABLE IF NOT EXISTS t (x)")
base.execute("INSERT INTO t VALUES (1)")
base.commit()
print("open", flush=True)
sys.stdin.read()
`

/** A program with a database open, and something in its log. */
async function open(path: string): Promise<void> {
  fs.mkdirpSync(join(path, '..'))
  holder = spawn('/usr/bin/env', ['python3', '-c', program, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(holder.stdout!, 'data')
}

async function kill(): Promise<void> {
  holder?.kill('SIGKILL') // its log stays
  if (holder) await once(holder, 'exit')
}

async function rows(path: string): Promise<string> {
  const text =
    'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute("PRAGMA integrity_check").fetchone()[0], c.execute("SELECT count(*) FROM t").fetchone()[0])'
  return (await box.run('python3', ['-c', text, path])).stdout.trim()
}

describe.each([
  ["codex's, of a start without CODEX_SQLITE_HOME", 'home/.codex/state_5.sqlite', '.codex/state_5.sqlite'],
  ["a program's, in the home", 'data/app.db', '.local/share/app.db'],
  ['one in a folder that both have', 'data/both/app.db', '.local/share/both/app.db'],
])('a new database of an account: %s', (_name, inAccount, inHome) => {
  it('waits while it is open, and then moves with its log', async () => {
    const [from, to] = [box.account('a', inAccount), join(box.home, inHome)]
    fs.outputFileSync(join(to, '../other'), 'the folder is not empty')
    fs.outputFileSync(join(from, '../another'), 'nor is this')
    await open(from)
    const busy = await box.swop(['sync', '--quiet'])
    expect(busy).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`not yet: ${from}: a process has this`),
    })
    expect([fs.existsSync(to), fs.existsSync(`${from}-wal`)]).toEqual([false, true])
    await kill()
    await box.ok('sync', '--quiet')
    expect(fs.existsSync(`${to}-wal`)).toBe(true)
    expect(fs.existsSync(from) ? fs.realpathSync(from) : to).toBe(to)
    expect(await rows(to)).toBe('ok 1')
    expect(await box.swop(['sync', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('is reported where the real home has one, and neither is touched', async () => {
    const [from, to] = [box.account('a', inAccount), join(box.home, inHome)]
    await open(to)
    await kill()
    fs.removeSync(from) // a link, where it is bridged
    await open(from)
    await kill()
    const before = [from, `${from}-wal`, to, `${to}-wal`].map((path) => fs.readFileSync(path, 'latin1'))
    const { code, stderr } = await box.swop(['sync', '--quiet'])
    expect([code, stderr]).toEqual([4, expect.stringContaining(`left as it is: ${from}`)])
    expect([from, `${from}-wal`, to, `${to}-wal`].map((path) => fs.readFileSync(path, 'latin1'))).toEqual(
      before,
    )
  })
})

it('what belongs to a database of the real home is not bridged: it would belong to any database of that name', async () => {
  const path = join(box.home, '.local/share/app.db')
  await open(path)
  await box.ok('sync')
  expect(fs.readdirSync(box.account('a', 'data')).filter((name) => name.startsWith('app'))).toEqual([
    'app.db',
  ])
})

// An empty one has no header yet: codex has just made it.
describe.each(['', 'not a database yet', 'SQLite format 3\0'])(
  "an account's own state_5.sqlite that begins %j",
  (text) => {
    const name = 'home/.codex/state_5.sqlite'

    it('is left where a folder has the name of its log, and that is said once a sync', async () => {
      const path = box.account('a', name)
      fs.outputFileSync(path, text)
      fs.outputFileSync(`${path}-wal/f`, 'mine')
      const { code, stderr } = await box.swop(['sync', '--quiet'])
      expect(stderr).toBe(
        `swop: left as it is: ${path}-wal: a folder, where ${path} would have a file of its own; move it where it belongs, then run swop sync\n`,
      )
      expect(code).toBe(4)
      expect([fs.readFileSync(path, 'latin1'), fs.readFileSync(`${path}-wal/f`, 'utf8')]).toEqual([
        text,
        'mine',
      ])
    })

    it('waits while a program has it open', async () => {
      const path = box.account('a', name)
      fs.outputFileSync(path, text)
      const descriptor = fs.openSync(path, 'r')
      try {
        const { code, stderr } = await box.swop(['sync', '--quiet'])
        expect([code, stderr]).toEqual([
          4,
          `swop: not yet: ${path}: a process has this database open; run swop sync once that has ended\n`,
        ])
      } finally {
        fs.closeSync(descriptor)
      }
      await box.ok('sync', '--quiet')
      expect(fs.readFileSync(join(box.home, '.codex/state_5.sqlite'), 'latin1')).toBe(text)
    })
  },
)
