import fs from 'fs-extra'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'a')
})
afterEach(() => box.remove())

/** Saves as editors and codex do. */
function save(path: string, text: string): void {
  fs.writeFileSync(`${path}.save`, text)
  fs.renameSync(`${path}.save`, path)
}

/** Syncs with each fsync taking half a second, and does something while the first one waits. */
async function meanwhile(action: () => void) {
  const log = join(box.folder, 'calls')
  const inject = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=500000:when=1']
  const sync = box.run('strace', ['-qq', '-o', log, ...inject, process.execPath, swopBin, 'sync', 'a'])
  for (let n = 0; n < 1000 && !fs.readFileSync(log, { encoding: 'utf8', flag: 'a+' }).includes('fsync'); n++)
    // oxlint-disable-next-line no-await-in-loop
    await wait(10)
  action()
  const result = await sync
  expect(fs.readFileSync(log, 'utf8')).toContain('DELAYED')
  return result
}

it.each([
  ['config.toml', 'old = 1\n', 'old = 1\ntheirs = 1\n', 'old = 1\nmine = 1\n'],
  ['AGENTS.md', 'old\n', 'old\ntheirs\n', 'old\nmine\n'],
])(
  'what is saved in the base %s while a copy is carried back to it is not lost',
  async (name, old, theirs, mine) => {
    const base = box.write(`.codex/${name}`, old)
    await box.ok('config', 'set', '--account', 'a', `share.${name}`, 'copied')
    const copy = box.account('a', 'home/.codex', name)
    expect(fs.readFileSync(copy, 'utf8')).toBe(old)
    save(copy, mine)
    await meanwhile(() => save(base, theirs))
    await box.swop(['sync', 'a'])
    const texts = fs
      .readdirSync(box.folder, { withFileTypes: true, recursive: true })
      .flatMap((entry) => (entry.isFile() ? fs.readFileSync(join(entry.parentPath, entry.name), 'utf8') : []))
    for (const word of ['theirs', 'mine']) expect(texts.join('')).toContain(word)
  },
)

it('a session that a program has open is not moved aside under its pen', async () => {
  const path = 'sessions/2026/rollout.jsonl'
  const base = box.write(`.codex/${path}`, 'base\n')
  fs.utimesSync(base, 1, 1)
  fs.removeSync(box.account('a', 'home/.codex/sessions'))
  fs.outputFileSync(box.account('a', 'home/.codex', path), 'account\n')
  const writer = spawn('bash', ['-c', `exec 3>>"$1"; echo; read; echo more >&3`, 'bash', base])
  await once(writer.stdout, 'data')
  const { code, stderr } = await box.swop(['sync', 'a'])
  expect([code, stderr]).toEqual([4, expect.stringContaining(`${base} is open in another program`)])
  writer.stdin.end('\n')
  await once(writer, 'exit')
  expect(fs.readFileSync(base, 'utf8')).toBe('base\nmore\n')
  expect(await box.swop(['sync', 'a'])).toMatchObject({ code: 0, stderr: '' })
})

it('what a shell adds to the real history while another is merged into it is not lost', async () => {
  const real = box.write('.bash_history', 'one\n')
  await box.ok('sync', 'a')
  const inode = fs.statSync(real).ino
  const history = box.account('a', 'home/.bash_history')
  fs.removeSync(history)
  fs.writeFileSync(history, 'one\nmine\n')
  expect(await meanwhile(() => fs.appendFileSync(real, 'theirs\n'))).toMatchObject({ code: 0 })
  expect(fs.readFileSync(real, 'utf8').trimEnd().split('\n').sort()).toEqual(['mine', 'one', 'theirs'])
  expect(fs.statSync(real).ino).toBe(inode) // a shell that has it open goes on writing into it
})
