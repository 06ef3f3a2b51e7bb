import { execa } from 'execa'
import fs from 'fs-extra'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classify } from '../../src/codex/classify.ts'
import { shareMap } from '../../src/codex/share-map.ts'
import { modelServerConfig, startModelServer } from '../../src/verify/model-server.ts'
import { judged, traced } from '../../src/verify/trace/trace.ts'
import { watchOf } from '../../src/verify/trace/watch.ts'
import { codexCommand } from '../support/codex.ts'
import { Sandbox, swopBin } from '../support/sandbox.ts'

const box = new Sandbox()
const options = () => ({ env: box.env, binary: { node: process.execPath, script: swopBin }, version: '0' })
let seen: Awaited<ReturnType<typeof traced>>
beforeAll(async () => {
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  box.write('.cache/kept', '')
  seen = await traced(options(), watchOf(options(), process.platform))
}, 180_000)
afterAll(() => box.remove())

const report = (map = shareMap) =>
  judged(seen.testedOn, seen.observed, (name, facts) => classify(name, facts, {}, map))

describe('swop verify --trace with the real codex', () => {
  it('finds all as promised', () => {
    const { ok, findings, commands, mustIsolate } = report()
    expect([ok, findings]).toEqual([true, []])
    expect(mustIsolate).toContain('auth.json')
    for (const { command, writes } of commands) {
      expect([command, new Set(writes.flatMap(({ accounts }) => accounts)).size]).toEqual([command, 2])
    }
  })

  it('leaves nothing behind: no file, no process, no socket', async () => {
    expect(fs.readdirSync(join(box.home, '.cache'))).toEqual(['kept'])
    const { stdout } = await execa('ps', ['axww', '-o', 'args'])
    expect(stdout.split('\n').filter((line) => line.includes(box.folder))).toEqual([])
    const sockets = seen.observed.runs
      .flatMap(({ events }) => events)
      .filter(({ action }) => action === 'socket')
    expect(sockets.filter(({ path }) => fs.existsSync(path))).toEqual([])
  })

  it('does not pass with any row of the share map taken out that codex makes use of', () => {
    const entries = new Set(
      report().commands.flatMap(({ writes }) => writes.flatMap(({ entry }) => entry ?? [])),
    )
    let tried = 0
    for (const row of shareMap) {
      const without = shareMap.filter((other) => other !== row)
      // What another row knows as well is not missed.
      const missed = [...entries].filter((entry) => {
        const name = entry.replace(/(?<=\.sqlite)-(wal|shm|journal)$/, '')
        return fits(row, name) && !without.some((other) => fits(other, name))
      })
      const { ok, findings } = report(without)
      expect(ok).toBe(missed.length === 0)
      for (const entry of missed) expect(findings.join('\n')).toContain(`unknown entry: ${entry} (`)
      tried += missed.length
    }
    expect(tried).toBeGreaterThan(4)
  })

  it('finds every write that another strace of the same commands finds', async () => {
    const found = new Set(report().commands.flatMap(({ writes }) => writes.map(({ path }) => blurred(path))))
    const others = await writesByAnotherStrace()
    expect(others.length).toBeGreaterThan(20)
    expect(others).toContain('{account}/.codex/auth.json')
    expect(others.join('\n')).toMatch(/codex-tui\.log|app-server-daemon/) // the TUI was really there
    expect(others.filter((path) => !found.has(path))).toEqual([])
  }, 180_000)
})

function fits({ names }: (typeof shareMap)[number], entry: string): boolean {
  return names.some((test) => (typeof test === 'string' ? test === entry : test.test(entry)))
}

/** What chance and the clock put into names, one way or another, becomes a star. */
function blurred(path: string): string {
  return path
    .replaceAll(/\{(id|hash|time|date|chance|pid|uid|number)\}/g, '*')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*')
    .replaceAll(/[0-9a-f]{32,}/g, '*')
    .replaceAll(/20\d\d-\d\d-\d\dT[\d-]{8}/g, '*')
    .replaceAll(/20\d\d(\/\d\d)*(?=\/|$)/g, '*')
    .replaceAll(/(codex-arg0|\.staging\.|\.tmp|\.auth-)[A-Za-z0-9]{6}(?=\/|$)/g, '$1*')
    .replaceAll(/(?<=codex-daemon-)\d+|\d{6,}/g, '*')
}

/**
 * Runs the same commands in a home of their own, the TUI in tmux, under a strace whose log is read in the plainest way:
 * the absolute paths of calls that write, by the names of the calls. Where links lead is asked of the disk.
 */
async function writesByAnotherStrace(): Promise<string[]> {
  const other = new Sandbox()
  const server = await startModelServer()
  try {
    fs.symlinkSync(codexCommand, join(other.bin, 'codex'))
    const work = join(other.folder, 'work')
    fs.mkdirpSync(work)
    other.write(
      '.codex/config.toml',
      `${modelServerConfig(server.url)}\n[projects."${work}"]\ntrust_level = "trusted"\n`,
    )
    await other.ok('add', 'acct')
    const codexHome = other.account('acct', 'home/.codex')
    const log = join(other.folder, 'log')
    const strace = `strace -f -qq -s 9999 -e trace=file,bind -A -o '${log}' codex`
    const initialize =
      '{"id":1,"method":"initialize","params":{"clientInfo":{"name":"t","title":"t","version":"1"}}}'
    const run = (line: string) =>
      execa('bash', ['-c', `eval "$(swop env acct --shell bash)" && cd '${work}' && ${line}`], {
        env: { ...other.env, TERM: 'xterm-256color' },
        extendEnv: false,
        stdin: 'ignore',
      })
    await run(`echo sk-made-up | ${strace} login --with-api-key`)
    await run(`${strace} login status`)
    await run(`${strace} exec --skip-git-repo-check hi`)

    const socket = join(other.folder, 'tmux')
    const tmux = `tmux -f /dev/null -S '${socket}'`
    await run(`${tmux} new-session -d -x 120 -y 40 "${strace}"`)
    await pause(6000)
    const daemon = join(codexHome, 'app-server-daemon')
    const whole = () => fs.existsSync(join(daemon, 'daemon-updater.pid'))
    for (let turn = 0; fs.existsSync(daemon) && !whole() && turn < 60; turn++) await pause(500)
    await pause(2000)
    for (let turn = 0; turn < 3; turn++) {
      await run(`${tmux} send-keys C-c || :`)
      await pause(400)
    }
    if (fs.existsSync(daemon)) {
      const { pid } = JSON.parse(fs.readFileSync(join(daemon, 'daemon-updater.pid'), 'utf8')) as {
        pid: number
      }
      await run('codex app-server daemon stop')
      process.kill(pid)
    }
    await pause(1000)
    await run(`${tmux} kill-server || :`)

    await run(`echo '${initialize}' | ${strace} app-server`)
    await run(`${strace} mcp list`)
    await run(`${strace} logout`)
    return plainWrites(fs.readFileSync(log, 'utf8'), other)
  } finally {
    await server.close()
    other.remove()
  }
}

function plainWrites(log: string, other: Sandbox): string[] {
  const opened = /\bopen(?:at)?\((?:AT_FDCWD, )?"(\/[^"]+)", [^)]*O_(?:WRONLY|RDWR|CREAT|TRUNC)/
  const changed =
    /\b(?:mkdir|rmdir|unlink|chmod|rename|symlink|link)(?:at2?)?\((?:.*, )?(?:AT_FDCWD, )?"(\/[^"]+)"[^"]*$/
  const removed = /\b(?:rename(?:at2?)?|unlinkat)\((?:AT_FDCWD, )?"(\/[^"]+)"/
  const bound = /\bbind\(.*sun_path="(\/[^"]+)"/
  const lines = log.split('\n')
  const failed = (line: string, index: number) => {
    const pid = /^\d+/.exec(line)?.[0]
    const end = line.endsWith('<unfinished ...>')
      ? lines.slice(index).find((later) => new RegExp(`^${pid} +<\\.\\.\\. `).test(later))
      : line
    return / = -1 /.test(end ?? '')
  }
  const paths = lines
    // A file without a name (O_TMPFILE) is no write to the folder that is named.
    .filter((line, index) => !/ resumed>|O_TMPFILE/.test(line) && !failed(line, index))
    .flatMap((line) => [opened, changed, removed, bound].flatMap((pattern) => pattern.exec(line)?.[1] ?? []))
  const roots = [
    [other.account('acct', 'home/.codex'), '{account}/.codex'],
    [other.account('acct'), '{account}'],
    [join(other.home, '.codex'), '{base}'],
    [other.home, '{home}'],
    [join(other.folder, 'work'), '{project}'],
  ] as const
  const shown = paths
    .filter((path) => !/^\/(proc|newroot|oldroot)\b/.test(path))
    .map((path) => {
      const real = join(realFolder(dirname(path)), path.slice(path.lastIndexOf('/') + 1))
      const root = roots.find(([prefix]) => real.startsWith(`${prefix}/`))
      return blurred(root ? root[1] + real.slice(root[0].length) : real)
    })
  return [...new Set(shown)].sort()
}

/** Of a folder that may be gone: the nearest one above it that is there says where it was. */
function realFolder(path: string): string {
  return fs.existsSync(path)
    ? fs.realpathSync(path)
    : join(realFolder(dirname(path)), path.slice(path.lastIndexOf('/') + 1))
}
