import { execa } from 'execa'
import fs from 'fs-extra'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ending, shOf, shPrograms } from '../support/launchers.ts'
import { Sandbox, launcher, swopBin } from '../support/sandbox.ts'
import { allShells, scriptCommand } from '../support/shells.ts'

const box = new Sandbox()
const swop = join(box.bin, 'swop')
// A "node" that says what it was started with.
const fake = join(box.folder, 'fake')
const said = join(box.folder, 'said')
const spy = { PATH: `${fake}:/usr/bin:/bin` }
beforeAll(async () => {
  await box.ok('add', 'A')
  fs.mkdirpSync(fake)
  fs.writeFileSync(
    join(fake, 'node'),
    `#!${process.execPath}
const fs = require('fs')
const [script, ...args] = process.argv.slice(2)
const bytes = fs.readFileSync('/proc/self/cmdline', 'latin1').split('\\0').slice(3, -1)
fs.writeFileSync(${JSON.stringify(said)}, JSON.stringify({ script: fs.realpathSync(script), bytes, env: process.env,
  stdin: fs.readFileSync(0, 'utf8'), folder: process.cwd(), umask: process.umask(), extra: fs.readdirSync('/proc/self/fd').includes('7') }))
process.exit(42)
`,
    { mode: 0o755 },
  )
})
afterAll(() => box.remove())

describe.each(shPrograms)('as %s, the launcher', (program) => {
  it('gives node every argument byte for byte, the environment, stdin, and what else is open', async () => {
    const words = String.raw`'' '*' 'a  b' -n '$(x)' '\n' "$(printf '\377\n.')" -- --json 'é'`
    const env = { swop_self: 'mine', ODD: 'a\nb ', SWOP_ACCOUNT: '' }
    const script = `umask 027; cd /usr; exec 7</dev/null; printf typed | ${shOf(box, program)} ${swop} ${words}`
    const { code, stderr } = await ending(box, ['bash', '--norc', '-c', script], { ...env, ...spy })
    expect([code, stderr]).toEqual([42, ''])
    const { bytes, env: got, ...rest } = fs.readJsonSync(said)
    expect(bytes).toEqual(['', '*', 'a  b', '-n', '$(x)', '\\n', 'ÿ\n.', '--', '--json', 'Ã©'])
    expect(rest).toEqual({ script: swopBin, stdin: 'typed', folder: '/usr', umask: 0o27, extra: true })
    expect(got).toMatchObject({ ...env, ...box.env, ...spy, swop_self: expect.anything() })
    const known = [...Object.keys({ ...env, ...box.env }), 'PWD', 'OLDPWD', 'SHLVL', '_', 'LOGNAME']
    expect(Object.keys(got).filter((name) => !known.includes(name))).toEqual([])
  })

  it.each([
    ['>/dev/full', 1, 'ENOSPC'],
    ['>&-', 0, ''],
  ])('ends as node does when it writes %s', async (to, status, word) => {
    for (const words of ['env A --shell bash', 'current', 'init bash']) {
      const script = (command: string) => ['bash', '--norc', '-c', `SWOP_ACCOUNT=A ${command} ${words} ${to}`]
      // oxlint-disable-next-line no-await-in-loop -- a few at a time is enough
      const mine = await ending(box, script(`${shOf(box, program)} ${swop}`))
      expect(mine.code).toBe(status)
      expect(mine.stderr).toContain(word)
      // oxlint-disable-next-line no-await-in-loop
      expect(mine).toEqual(await ending(box, script(`${process.execPath} ${swopBin}`)))
    }
  })

  it('says nothing to a reader that is gone', async () => {
    const sh = shOf(box, program)
    const script = `{ sleep 0.2; ${sh} ${swop} env A --shell bash; echo $? >&2; } | :`
    expect(await ending(box, ['bash', '--norc', '-c', script])).toMatchObject({ stderr: '0\n' })
  })

  it('says so when there is no node, and eval fails', async () => {
    const none = { PATH: join(box.folder, 'nothing') }
    const stderr =
      'swop: there is no node on PATH, and swop needs 20.19 or later; install node, or put it on PATH\n'
    for (const [words, stdout] of [
      [['list'], ''],
      [['env', 'nope'], 'false;\n'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- a few at a time is enough
      expect(await ending(box, [shOf(box, program), launcher, ...words], none)).toMatchObject({
        code: 1,
        stdout,
        stderr,
      })
    }
    const activate = [shOf(box, program), launcher, 'env', 'A', '--shell', 'bash']
    // Debian's mksh has no printf of its own, and then no answer.
    if (program !== 'mksh') expect(await ending(box, activate, none)).toMatchObject({ code: 0, stderr: '' })
  })
})

describe("the launcher finds node's part of it", () => {
  const prefix = join(box.folder, 'prefix')
  const dist = join(prefix, 'lib/node_modules/swop/dist')
  const local = join(box.folder, 'project/node_modules')
  beforeAll(() => {
    for (const folder of [dist, join(local, 'swop/dist')]) {
      fs.mkdirpSync(folder)
      fs.copySync(launcher, join(folder, 'swop'))
      fs.writeFileSync(join(folder, 'bin.cjs'), '')
    }
    const link = (path: string, to: string, isRelative = true) => {
      fs.mkdirpSync(dirname(path))
      fs.symlinkSync(isRelative ? relative(dirname(path), to) : to, path)
    }
    link(join(prefix, 'bin/swop'), join(dist, 'swop'))
    link(join(local, '.bin/swop'), join(local, 'swop/dist/swop'))
    link(join(box.folder, 'absolute'), join(dist, 'swop'), false)
    link(join(box.folder, 'a/chain'), join(box.folder, 'absolute'))
    link(join(box.folder, 'odd\n/name\n'), join(box.folder, 'a/chain'))
    link(join(box.folder, '-dash'), join(dist, 'swop'))
    fs.symlinkSync(join(prefix, 'bin'), join(box.folder, 'folder'))
    fs.copySync(dist, join(box.folder, 'new\nline\n'))
  })

  it.each<[string, string, string, number]>([
    ['as npm links it', 'prefix/bin/swop', dist, 0],
    ['as npm links it in a project', 'project/node_modules/.bin/swop', join(local, 'swop/dist'), 0],
    ['itself', 'prefix/lib/node_modules/swop/dist/swop', dist, 0],
    ['by an absolute link', 'absolute', dist, 1],
    ['by links to links', 'a/chain', dist, 2],
    ['by a link with newlines in its name', 'odd\n/name\n', dist, 3],
    ['by a link that looks like an option', '-dash', dist, 1],
    ['in a folder that is a link', 'folder/swop', dist, 1],
    ['in a folder that ends in a newline', 'new\nline\n/swop', join(box.folder, 'new\nline\n'), 0],
  ])('%s', async (_how, path, folder, links) => {
    const log = join(box.folder, 'calls')
    for (const typed of [`./${path}`, join(box.folder, path)]) {
      const traced = [
        'strace',
        '-f',
        '-qq',
        '-s',
        '9',
        '-e',
        'trace=execve',
        '-e',
        'status=successful',
        '-o',
        log,
      ]
      // oxlint-disable-next-line no-await-in-loop -- one log
      const { code } = await ending(box, [...traced, typed, 'list'], spy)
      expect(code).toBe(42)
      expect(fs.readJsonSync(said).script).toBe(join(folder, 'bin.cjs'))
      expect(fs.readFileSync(log, 'utf8').match(/readlink"/g) ?? []).toHaveLength(links * 2)
    }
  })
})

describe('an answer starts nothing', () => {
  const started = async (...words: string[]) => {
    const log = join(box.folder, 'calls')
    const traced = 'trace=execve,execveat,clone,clone3,fork,vfork,openat,open'
    const strace = ['strace', '-f', '-qq', '-s', '4096', '-e', traced, '-o', log]
    const { code } = await ending(box, [...strace, ...words], { SWOP_ACCOUNT: 'A', SWOP_SAVED: '1' })
    const calls = fs.readFileSync(log, 'utf8').split('\n')
    return {
      code,
      programs: calls.filter((call) => /\b(execve(at)?|clone3?|v?fork)\(/.test(call)).length,
      read: calls.filter((call) => call.includes(box.root) && call.includes('O_RDONLY')).length,
    }
  }

  // Itself, by its #! line; and of the generated files one for the account, and one for all.
  it.each([
    [['env', 'A', '--shell', 'bash'], 2],
    [['env', 'A', '--shell', 'fish'], 2],
    [['env', 'A'], 2],
    [['env', 'off', '--shell', 'zsh'], 2],
    [['current'], 0],
    [['init', 'zsh'], 1],
  ])('swop %j', async (words, read) => {
    expect(await started(swop, ...words)).toEqual({ code: 0, programs: 1, read })
  })

  it.each(shPrograms.filter((program) => program !== 'mksh'))('nor as %s', async (program) => {
    expect(await started(shOf(box, program), swop, 'env', 'A')).toEqual({ code: 0, programs: 1, read: 2 })
  })

  // What the above would look like if it failed.
  it('but what it hands over', async () => {
    expect((await started(swop, 'env', 'A', '--shell=bash')).programs).toBeGreaterThan(1)
  })
})

describe('which shell asks', () => {
  it.each(allShells)('is seen in $name', async (shell) => {
    const program = shell.command[0] ?? ''
    const path = join('/usr/bin', program)
    // A script's #! line, a link of another name, and a copy that is called something else.
    const copy = join(box.folder, 'ash')
    fs.copySync(fs.realpathSync(path), copy)
    const named = join(box.folder, 'python')
    fs.removeSync(named)
    fs.symlinkSync(path, named)
    for (const as of [path, copy, named]) {
      const outputs = [swop, `${process.execPath} ${swopBin}`].map((command, index) => {
        const out = join(box.folder, `out-${index}`)
        return { out, line: `${command} env A > ${out}` }
      })
      const [, ...words] = scriptCommand(box, shell, [...outputs.map(({ line }) => line), 'cd /'])
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they write the same files
      const { exitCode } = await execa(as, words, {
        env: { ...box.env, SHELL: '/bin/zsh' },
        extendEnv: false,
      })
      expect(exitCode).toBe(0)
      const [mine, node] = outputs.map(({ out }) => fs.readFileSync(out, 'utf8'))
      expect(mine).toBe(node)
      expect(mine).toContain('SWOP_ACCOUNT')
    }
  })
})
