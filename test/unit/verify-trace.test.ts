import fs from 'fs-extra'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { Failure } from '../../src/platform/failure.ts'
import { compareFiles } from '../../src/verify/trace/compare-files.ts'
import { globalReads } from '../../src/verify/trace/global-reads.ts'
import { judgeTrace, type TracedRun } from '../../src/verify/trace/judge.ts'
import { markdownReport } from '../../src/verify/trace/markdown.ts'
import { reportOf } from '../../src/verify/trace/report.ts'
import { watchOf } from '../../src/verify/trace/watch.ts'
import type { Action, TraceEvent } from '../../src/verify/trace/event.ts'
import type { Ground } from '../../src/verify/trace/ground.ts'

const printed = vi.hoisted(() => ({ data: '' }))
vi.mock('../../src/ui/print.ts', () => ({
  printData: (text: string) => void (printed.data += text),
  printNote: () => {},
}))
afterEach(() => void (printed.data = ''))

const [a, b] = ['verifyA', 'verifyB'].map((name) => accountLayout('/t/root', name))
const base = '/t/home/.codex'
const ground: Ground = {
  accounts: [a!, b!],
  baseCodexHome: base,
  home: '/t/home',
  project: '/t/proj',
  folder: '/t',
  links: new Map([
    ...['config.toml', 'sessions', 'skills'].map(
      (name) => [`${a!.codexHome}/${name}`, `${base}/${name}`] as const,
    ),
    [`${a!.home}/.config`, '../config'],
    [`${a!.home}/notes`, '/t/home/notes'],
  ]),
  inBase: new Set(['config.toml']),
}
const event = (action: Action, path: string, more: Partial<TraceEvent> = {}): TraceEvent => ({
  action,
  path,
  ok: true,
  sandboxed: false,
  ...more,
})
const run = (...events: TraceEvent[]): TracedRun => ({ command: 'codex exec', account: 'verifyA', events })
const judged = (...events: TraceEvent[]) =>
  judgeTrace([run(...events)], ground).map(({ path, verdict }) => `${path}: ${verdict}`)

describe('each write is', () => {
  it.each<[string, TraceEvent, string[]]>([
    [
      'promised: an own entry in the account',
      event('write', `${a!.codexHome}/auth.json`),
      ['{account}/.codex/auth.json: as promised'],
    ],
    [
      'promised: through the link of a shared folder',
      event('make', `${a!.codexHome}/sessions/2026/11/21`),
      ['{base}/sessions/{date}: as promised'],
    ],
    [
      'promised: an open file by its real path',
      event('write', `${a!.codexHome}/config.toml`, { real: `${base}/config.toml` }),
      ['{base}/config.toml: as promised'],
    ],
    [
      'promised: a database in the base',
      event('lock', `${base}/state_5.sqlite`),
      ['{base}/state_5.sqlite: as promised'],
    ],
    [
      'promised: what lies beside a database',
      event('write', `${base}/state_5.sqlite-wal`),
      ['{base}/state_5.sqlite-wal: as promised'],
    ],
    ['promised: the project', event('write', '/t/proj/x'), ['{project}/x: as promised']],
    [
      'promised: the rest of the account',
      event('make', `${a!.home}/.npm`),
      ['{account}/home/.npm: as promised'],
    ],
    [
      "promised: SQLite's temporary file",
      event('write', '/var/tmp/etilqs_5715d8dd0123456'),
      ['/var/tmp/etilqs_{chance}: as promised'],
    ],
    ['promised: the null device', event('write', '/dev/null'), ['/dev/null: as promised']],
    [
      'unknown in the account',
      event('write', `${a!.codexHome}/novelty.json`),
      ['{account}/.codex/novelty.json: unknown entry'],
    ],
    ['unknown in the base', event('make', `${base}/novelty/x`), ['{base}/novelty/x: unknown entry']],
    [
      'shared: an own entry in the base',
      event('write', `${base}/auth.json`),
      ['{base}/auth.json: shared although it should not be'],
    ],
    [
      "shared: the other account's",
      event('write', `${b!.codexHome}/log/x`),
      ['{other account}/.codex/log/x: shared although it should not be'],
    ],
    [
      'own: the link of a shared entry is replaced',
      event('rename', `${a!.codexHome}/x.tmp`, { to: `${a!.codexHome}/config.toml` }),
      [
        '{account}/.codex/x.tmp: own although it should be shared',
        '{account}/.codex/config.toml: own although it should be shared',
      ],
    ],
    [
      'own: a shared entry that is no link',
      event('write', `${a!.codexHome}/history.jsonl`),
      ['{account}/.codex/history.jsonl: own although it should be shared'],
    ],
    [
      'outside: the real home, through the bridge',
      event('write', `${a!.home}/notes`),
      ['{home}/notes: written outside the account and the base home'],
    ],
    [
      'outside: the system',
      event('write', '/etc/codex/config.toml'),
      ['/etc/codex/config.toml: written outside the account and the base home'],
    ],
    [
      "outside: swop's own files",
      event('write', '/t/root/config.json'),
      ['{swop}/root/config.json: written outside the account and the base home'],
    ],
    ['nothing: a failed call', event('make', '/etc/x', { ok: false }), []],
    ['nothing: reading', event('read', '/etc/x'), []],
    ['nothing: mounts of a sandbox', event('make', '/newroot', { sandboxed: true }), []],
    [
      'but for what a sandbox makes in the homes',
      event('make', `/newroot${base}/.git`, { sandboxed: true }),
      ['{base}/.git: unknown entry'],
    ],
  ])('%s', (_, one, expected) => {
    expect(judged(one)).toEqual(expected)
  })

  it('what it becomes, when it is a file on its way to a rename', () => {
    const [from, to] = [`${base}/.whatever`, `${base}/config.toml`]
    expect(judged(event('write', from), event('rename', from, { to }))).toEqual([
      '{base}/.whatever: as promised',
      '{base}/config.toml: as promised',
    ])
  })

  it("shared when two accounts use one daemon's socket", () => {
    const connect = event('connect', `/tmp/codex-daemon-0/${'a'.repeat(64)}`)
    const both = ['verifyA', 'verifyB'].map((account) => ({ ...run(connect), account }))
    expect(judgeTrace(both, ground).map(({ verdict, accounts }) => [verdict, accounts])).toEqual([
      ['as promised', ['verifyA']],
      ['shared although it should not be', ['verifyB']],
    ])
  })

  it('one line for what both accounts do', () => {
    const runs = [a!, b!].map(({ name, codexHome }) => ({
      command: 'codex login',
      account: name,
      events: [event('write', `${codexHome}/.auth-Ab12Cd`), event('lock', `${codexHome}/.auth-Ab12Ce`)],
    }))
    expect(judgeTrace(runs, ground)).toMatchObject([
      {
        path: '{account}/.codex/.auth-{chance}',
        accounts: ['verifyA', 'verifyB'],
        actions: ['lock', 'write'],
      },
    ])
  })
})

it('global reads are told, found or not, and nothing else', () => {
  const events = [
    event('read', '/etc/codex/config.toml', { ok: false }),
    event('read', '/etc/passwd'),
    event('read', `${a!.home}/.agents/skills`),
    event('write', '/etc/codex/agents'),
  ]
  expect(globalReads(events, ground).map(({ path, found }) => [path, found])).toEqual([
    ['/etc/codex/config.toml', false],
    ['{account}/home/.agents/skills', true],
  ])
})

function report(version: string, ...events: TraceEvent[]) {
  return reportOf({
    testedOn: {
      system: 's',
      kernel: 'k',
      swop: '1',
      codex: { version, path: '/x/codex' },
      shells: [{ name: 'sh', version: '' }],
    },
    commands: ['codex exec', 'codex logout'],
    writes: judgeTrace([run(...events)], ground),
    globalReads: globalReads(events, ground),
    failures: [],
  })
}
const login = event('write', `${a!.codexHome}/auth.json`)
const novelty = event('make', `${base}/novelty`)

describe('the report', () => {
  it('is fine, and says what is own and what is shared', () => {
    const fine = report('1', login, event('write', `${base}/config.toml`))
    expect(fine).toMatchObject({
      ok: true,
      findings: [],
      mustIsolate: ['auth.json'],
      safeToShare: ['config.toml'],
    })
  })
  it('names what is unknown, and is not ok', () => {
    expect(report('1', novelty)).toMatchObject({
      ok: false,
      findings: [expect.stringMatching(/^unknown entry: novelty \(\{base\}\/novelty\): make by codex exec/)],
    })
  })
  it('is not ok when nothing was seen at all', () => {
    expect(report('1')).toMatchObject({ ok: false, findings: ['codex was not seen to write anything'] })
  })
  it('as Markdown has every part', () => {
    const text = markdownReport(
      report(
        '1',
        login,
        novelty,
        event('write', `${base}/config.toml`),
        event('read', '/etc/codex/config.toml', { ok: false }),
      ),
    )
    for (const part of [
      '**Not as promised.**',
      '- codex: 1, `/x/codex`',
      '- sh: does not tell its version',
      '### codex exec',
      '| `{account}/.codex/auth.json` | own | write | 1 | as promised |',
      '| `{base}/novelty` |',
      '### codex logout\n\nWrote nothing.',
      '## Must be isolated\n\n- `auth.json`',
      '## Safe to share\n\n- `config.toml`',
      '- `/etc/codex/config.toml`: settings of the whole machine (not there)',
      '## Limitations\n\n- ',
    ])
      expect(text).toContain(part)
  })
})

describe('comparing two reports', () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'swop-compare-'))
  const file = (content: unknown) => {
    const path = join(folder, `${fs.readdirSync(folder).length}.json`)
    fs.writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const names = (json: boolean, ...reports: unknown[]) => {
    const [one = '', other = ''] = reports.map(file)
    return [compareFiles(one, other, json), printed.data] as const
  }

  it('something unknown is new: 4, and named', () => {
    const [code, text] = names(false, report('1', login), report('2', login, novelty))
    expect(code).toBe(4)
    expect(text).toContain('# codex 1 and 2')
    expect(text).toContain('`novelty`: make, in base (**unknown to the share map**)')
  })
  it('a path outside is new: 4', () => {
    expect(names(false, report('1', login), report('2', login, event('write', '/etc/x')))[0]).toBe(4)
  })
  it('something known is new, something is gone, something is done otherwise: 0', () => {
    const nameless = event('write', '/var/tmp', { real: '/var/tmp/#1234' })
    const other = [
      nameless,
      event('lock', `${a!.codexHome}/auth.json`),
      event('write', `${base}/config.toml`),
    ]
    const [code, text] = names(
      true,
      report('1', login, event('write', `${a!.codexHome}/log/x`)),
      report('2', ...other),
    )
    expect([code, JSON.parse(text)]).toMatchObject([
      0,
      {
        ok: true,
        new: [{ name: '/var/tmp/#{number}' }, { name: 'config.toml' }],
        gone: [{ name: 'log' }],
        changed: [{ name: 'auth.json', from: { actions: ['write'] }, to: { actions: ['lock'] } }],
      },
    ])
  })
  it.each([
    ['not there', '/nowhere.json', 'there is no /nowhere.json'],
    ['no JSON', file('x'), 'is not a report of'],
    ['another JSON', file({ ok: true }), 'is not a report of'],
  ])('a report that is %s is an error', (_, path, message) => {
    expect(() => compareFiles(path, path, false)).toThrow(message)
    expect(() => compareFiles(path, path, false)).toThrow(Failure)
  })
})

describe('what is missing for a trace is named, with the cure', () => {
  const options = { env: { PATH: '/nowhere' }, binary: { node: '', script: '' }, version: '1' }
  it.each([
    ['strace', options, 'linux', 'strace is not on PATH', 'apt-get install strace'],
    [
      'root, on macOS',
      options,
      'darwin',
      'only root may trace on macOS',
      'sudo fs_usage -w -f filesys codex',
    ],
    ['the log', { ...options, log: '/no.log' }, 'darwin', 'there is no /no.log', "> '/no.log'"],
  ] as const)('%s', (_, given, platform, message, hint) => {
    const thrown = (() => {
      try {
        return watchOf(given, platform)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toMatchObject({ message, hint: expect.stringContaining(hint), exitCode: 1 })
  })
})
