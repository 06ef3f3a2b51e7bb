import fs from 'fs-extra'
import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
let server: Server | undefined
beforeEach(() => (box = new Sandbox()))
afterEach(() => {
  server?.close()
  execFileSync('chmod', ['-R', 'u+rwx', box.folder])
  box.remove()
})

const isRoot = process.getuid?.() === 0
const changing =
  'open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utimensat,mknod,mknodat,setxattr'

/** The paths that system calls changed, or opened to change; of a call on a descriptor, what that is. */
function changed(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    const call = /^\d+ +(\w+)\((.*)\) += (?!-1)/.exec(line)
    if (!call || (/^(open|openat)$/.test(call[1]!) && !/O_(CREAT|WRONLY|RDWR|TRUNC)/.test(line))) return []
    // A link's text is no place.
    const args = call[1]!.startsWith('symlink') ? call[2]!.replace(/^"(\\.|[^"\\])*"/, '') : call[2]!
    const quoted = [...args.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, text]) => text!)
    const descriptors = [...args.matchAll(/^\d+<([^>]*)>/g)].map(([, text]) => text!)
    return [...quoted, ...descriptors].filter((path) => path.startsWith('/'))
  })
}

/** Every side of the account's homes, or of the real ones, full of what nobody expects. */
async function makeHostile(folder: string, outside: string): Promise<void> {
  fs.mkdirpSync(folder)
  const at = (name: string) => join(folder, name)
  const link = (text: string, name: string) => fs.symlinkSync(text, at(name))
  link(outside, 'out')
  link(join(outside, 'secret'), 'out file')
  link('..', 'up')
  link('loop b', 'loop a')
  link('loop a', 'loop b')
  link(at('self'), 'self')
  link('.', '.zsh_history')
  for (const name of [
    'two\nlines',
    '-rf',
    '--',
    '\u001B[31m',
    'quote"\'`$(touch x)',
    '*',
    '.swop-aside-0123456789ab',
  ])
    fs.outputFileSync(at(name), `${folder} ${name}`)
  fs.writeFileSync(Buffer.from(`${folder}/latin1 \xE9`, 'latin1'), 'x')
  fs.outputFileSync(at('.swop-aside-ba9876543210/out'), 'put aside')
  fs.symlinkSync(outside, at('.swop-new-ba9876543210'))
  fs.removeSync(at('history.jsonl')) // a link
  execFileSync('mkfifo', [at('pipe'), at('.env'), at('history.jsonl')])
  if (isRoot) execFileSync('mknod', [at('device'), 'c', '1', '3'])
  for (const [name, mode] of [
    ['no x', 0o600],
    ['no r', 0o300],
    ['nothing', 0o000],
    ['no w', 0o500],
  ] as const) {
    fs.outputFileSync(join(at(name), 'in it'), `${folder} ${name}`)
    fs.chmodSync(at(name), mode)
  }
}

it('a hostile home: nothing outside of the two homes and backups/ is written, and nothing hangs', async () => {
  const outside = join(box.folder, 'outside')
  fs.outputFileSync(join(outside, 'secret'), 'secret')
  fs.outputFileSync(join(outside, 'file'), 'file')
  await box.ok('add', 'a')
  for (const folder of ['.codex', '', '.local/share'].map((name) => join(box.home, name)))
    await makeHostile(folder, outside)
  for (const folder of ['home/.codex', 'home', 'data'].map((name) => box.account('a', name)))
    await makeHostile(join(folder), outside)
  // What the account has by itself, and what it is to have in one place only.
  for (const folder of [box.home, box.account('a', 'home')]) {
    fs.symlinkSync(join(outside, 'file'), join(folder, folder === box.home ? '.bash_history' : 'new link'))
  }
  fs.outputFileSync(box.account('a', 'home/.bash_history'), 'mine\n')
  fs.removeSync(box.account('a', 'home/.codex/config.toml'))
  fs.outputFileSync(box.account('a', 'home/.codex/config.toml'), 'new')
  fs.removeSync(join(box.home, '.codex/config.toml'))
  fs.symlinkSync(join(outside, 'file'), join(box.home, '.codex/config.toml'))
  server = createServer()
  await new Promise<void>((resolve) => server?.listen(join(box.home, 's'), resolve))
  const before = fs.readdirSync(outside).map((name) => [name, fs.readFileSync(join(outside, name), 'utf8')])
  const log = join(box.folder, 'calls')
  // Root may do anything: without its capabilities modes count for it, too.
  const user = isRoot ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []
  const run = () =>
    box.run('timeout', [
      '60',
      'strace',
      '-f',
      '-y',
      '-s',
      '4096',
      '-e',
      `trace=${changing}`,
      '-o',
      log,
      ...user,
      process.execPath,
      swopBin,
      'sync',
      'a',
    ])
  for (const time of ['first', 'second']) {
    const { code, stderr } = await run()
    expect([time, code, stderr]).toEqual([time, 4, expect.not.stringMatching(/\n\s+at /)])
    const touched = changed(fs.readFileSync(log, 'utf8'))
    expect(touched.some((path) => path.startsWith(box.home))).toBe(true)
    expect(
      touched.filter((path) => !path.startsWith(`${box.home}/`) && path !== box.home && path !== '/dev/null'),
    ).toEqual([])
    // Nor is it by a link on the way: what lies outside is as it was.
    expect(
      fs.readdirSync(outside).map((name) => [name, fs.readFileSync(join(outside, name), 'utf8')]),
    ).toEqual(before)
  }
  expect(fs.readFileSync(join(box.home, '.codex/config.toml'), 'utf8')).toBe('new')
}, 180_000)
