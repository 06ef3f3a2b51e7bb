import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTrial } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'

// SWOP_TEST_AT_ONCE=50: as many syncs as in the worst start of a tmux session.
const syncs = Number(process.env.SWOP_TEST_AT_ONCE ?? 10)
const runs = 8 // of codex

let box: Sandbox
beforeEach(() => (box = new Sandbox()))
afterEach(() => box.remove())

it(`${syncs} syncs at once, of one account and of several, in two roots: all of them end well, and nothing is lost`, async () => {
  const other = { SWOP_ROOT: join(box.folder, 'other root') }
  for (const name of ['a', 'b', 'c']) {
    // oxlint-disable-next-line no-await-in-loop
    await box.ok('add', name)
    // oxlint-disable-next-line no-await-in-loop
    await box.swop(['add', name], other)
  }
  const planted: string[] = []
  for (const account of ['a', 'b', 'c'].flatMap((name) => [
    box.account(name),
    join(other.SWOP_ROOT, 'accounts', name),
  ])) {
    for (let n = 0; n < 5; n++) {
      const text = `${account} ${n}`
      planted.push(text)
      fs.outputFileSync(join(account, `home/new ${n}`), text) // the same name everywhere
      fs.outputFileSync(join(account, `home/folder/${planted.length}`), text)
    }
  }
  const results = await Promise.all(
    Array.from({ length: syncs }, (_, n) =>
      box.swop(['sync', '--quiet', ...(n % 2 ? [] : ['a'])], n % 3 ? {} : other),
    ),
  )
  for (const result of results) expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
  for (const root of [{}, other])
    // oxlint-disable-next-line no-await-in-loop
    expect(await box.swop(['sync', '--quiet'], root)).toEqual({ code: 0, stdout: '', stderr: '' })
  const there = new Set(texts(box.folder))
  expect(planted.filter((text) => !there.has(text))).toEqual([])
  expect(fs.readdirSync(join(box.home, 'folder'))).toHaveLength(planted.length)
  expect(fs.readdirSync(box.home).filter((name) => name.startsWith('.swop'))).toEqual([])
}, 180_000)

it(`syncs all the time while ${runs} codex of two accounts run: no session, database or link is damaged`, async () => {
  const { server } = await startTrial(box, ['a', 'b'])
  try {
    const state = { running: true }
    const done: number[] = []
    const loop = async (name: string) => {
      for (let n = 0; state.running; n++) {
        fs.outputFileSync(box.account(name, `home/made meanwhile/${name} ${n}`), 'x')
        // oxlint-disable-next-line no-await-in-loop -- one after the other, all the time
        const { code, stderr } = await box.swop(['sync', name, '--quiet'])
        expect([code, stderr]).toEqual([0, ''])
        done.push(n)
      }
    }
    const loops = Promise.all(['a', 'b'].map(loop))
    const prompts = Array.from({ length: runs }, (_, n) => `prompt number ${n}.`)
    const codex = await Promise.all(
      prompts.map((prompt, n) =>
        box.run('bash', [
          '-c',
          `eval "$(swop env ${n % 2 ? 'a' : 'b'} --shell bash)" && exec codex exec --skip-git-repo-check "$1"`,
          'bash',
          prompt,
        ]),
      ),
    )
    state.running = false
    await loops
    for (const { code, stderr } of codex) expect([stderr, code]).toEqual([stderr, 0])
    expect(done.length).toBeGreaterThan(4)
    const turns = server.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/responses'),
    )
    expect(turns).toHaveLength(runs)
    // What was sent is what was recorded: each prompt and each answer, once, in lines that are whole.
    const sessions = texts(join(box.home, '.codex/sessions')).map((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    )
    expect(sessions).toHaveLength(runs)
    for (const prompt of prompts) {
      const recorded = sessions.filter((lines) => lines.some((line) => JSON.stringify(line).includes(prompt)))
      expect([prompt, recorded.length]).toEqual([prompt, 1])
      const text = JSON.stringify(recorded[0])
      expect(text).toContain('"role":"assistant"')
      expect(text).toContain('hello')
    }
    const databases = fs.readdirSync(join(box.home, '.codex')).filter((name) => name.endsWith('.sqlite'))
    expect(databases.length).toBeGreaterThan(0)
    const check =
      'import sqlite3, sys\nfor path in sys.argv[1:]: print(sqlite3.connect(path).execute("PRAGMA integrity_check").fetchall())'
    const paths = databases.map((name) => join(box.home, '.codex', name))
    const { stdout, stderr } = await box.run('python3', ['-c', check, ...paths])
    expect([stdout, stderr]).toEqual(["[('ok',)]\n".repeat(paths.length), ''])
    for (const name of ['a', 'b']) {
      const home = box.account(name, 'home/.codex')
      const strays = fs
        .readdirSync(home)
        .filter((entry) => entry.includes('.sqlite') || entry.startsWith('.swop'))
      expect(strays).toEqual([])
      const folders = fs.readdirSync(home).filter((entry) => fs.existsSync(join(box.home, '.codex', entry)))
      expect(folders).toContain('sessions')
      for (const entry of folders) expect([entry, fs.existsSync(join(home, entry))]).toEqual([entry, true])
      expect(await box.swop(['sync', name, '--dry-run'])).toMatchObject({ code: 0 })
    }
  } finally {
    await server.close()
  }
}, 180_000)

function texts(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    return entry.isFile() ? [fs.readFileSync(join(entry.parentPath, entry.name), 'utf8')] : []
  })
}
