import { describe, expect, test } from 'vitest'
import { baseName, type Classify, type ObservedHome } from '../../src/verify/entries.ts'
import { jsonReport, textReport, type Subjects } from '../../src/verify/report.ts'
import { judge, type Observations } from '../../src/verify/verdict.ts'
import type { Ancestor } from '../../src/verify/connection.ts'
import type { SeenRequest } from '../../src/verify/model-server.ts'
import type { PlannedRun } from '../../src/verify/runs.ts'
import type { ShareRule } from '../../src/codex/share-map.ts'
import type { Entry } from '../../src/home/entry.ts'

const secrets = { a: 'sk-swop-verify-A-1', b: 'sk-swop-verify-B-2', decoy: 'sk-swop-verify-decoy-3' }
const paths = {
  base: '/t/home/.codex',
  a: '/t/root/A/.codex',
  b: '/t/root/B/.codex',
  decoy: '/t/decoys/codex',
}
const shellPid = { verifyA: 100, verifyB: 200 }

const launcher = (pid: number): Ancestor => ({ pid, argv: ['node', '/n/bin/codex', 'exec', 'hi'] })
const native = (pid: number): Ancestor => ({ pid, argv: ['/n/vendor/codex', 'exec', 'hi'] })
const shell = (pid: number): Ancestor => ({ pid, argv: ['/bin/bash', '/t/scripts/bash-use-verifyA'] })

const runs: PlannedRun[] = (['verifyA', 'verifyB'] as const).flatMap((account) =>
  [1, 2].map((number) => ({
    id: `bash-use-${account}-${number}`,
    shell: 'bash',
    way: 'use',
    account,
    number,
    shellPid: shellPid[account],
  })),
)

const requests: SeenRequest[] = runs.map(({ id, account, shellPid: pid }) => ({
  method: 'POST',
  path: '/v1/responses',
  key: account === 'verifyA' ? secrets.a : secrets.b,
  codexHome: account === 'verifyA' ? paths.a : paths.b,
  run: id,
  clientPort: 1,
  ancestry: [native(900), launcher(899), shell(pid!)],
}))

const file: Entry = { kind: 'file', modified: 0 }
const folder: Entry = { kind: 'folder', modified: 0 }
const link = (name: string, base = paths.base): Entry => ({
  kind: 'link',
  modified: 0,
  target: `${base}/${name}`,
})

function rule(share: ShareRule['share'], as: ShareRule['as'], known = true): ShareRule {
  return { share, as, known, fixed: false, why: 'so' }
}

const classify: Classify = (name) => {
  if (name === 'auth.json' || name === 'tmp' || name.endsWith('-wal')) return rule('own', 'any')
  if (name.endsWith('.sqlite')) return rule('shared', 'database')
  if (name === 'sessions') return rule('shared', 'folder')
  return name === 'config.toml' ? rule('shared', 'file') : rule('own', 'any', false)
}

function home(
  name: string,
  path: string,
  before: Record<string, Entry>,
  added: Record<string, Entry>,
): ObservedHome {
  return {
    name,
    path,
    before: new Map(Object.entries(before)),
    after: new Map(Object.entries({ ...before, ...added })),
  }
}

const linked = { 'config.toml': link('config.toml'), sessions: link('sessions') }
const homes: ObservedHome[] = [
  home(
    baseName,
    paths.base,
    { 'config.toml': file, sessions: folder },
    { 'state_5.sqlite': file, 'state_5.sqlite-wal': file },
  ),
  home('verifyA', paths.a, linked, { 'auth.json': file, tmp: folder }),
  home('verifyB', paths.b, linked, { 'auth.json': file, tmp: folder }),
]

const asPromised: Observations = {
  runs,
  requests,
  names: {
    keys: new Map([
      [secrets.a, 'verifyA'],
      [secrets.b, 'verifyB'],
      [secrets.decoy, 'the decoy'],
    ]),
    homes: new Map([
      [paths.base, baseName],
      [paths.a, 'verifyA'],
      [paths.b, 'verifyB'],
      [paths.decoy, 'the decoy'],
    ]),
  },
  homes,
  decoyEntries: [],
  scriptFailures: [],
}

/** What was promised, but for the first request. */
function firstRequest(change: Partial<SeenRequest>): Observations {
  return {
    ...asPromised,
    requests: requests.map((request, index) => (index === 0 ? { ...request, ...change } : request)),
  }
}

/** What was promised, but for the entries of one home after the runs. */
function after(name: string, change: (entries: Map<string, Entry>) => unknown): Observations {
  const changed = homes.map((one) => {
    const entries = new Map(one.after)
    if (one.name === name) change(entries)
    return { ...one, after: entries }
  })
  return { ...asPromised, homes: changed }
}

test('what was promised passes', () => {
  const verdict = judge(asPromised, classify)
  expect(verdict).toMatchObject({ ok: true, findings: [] })
  expect(verdict.runs.map(({ key, home: of, parent }) => [key, of, parent])).toEqual([
    ['verifyA', 'verifyA', 'bash'],
    ['verifyA', 'verifyA', 'bash'],
    ['verifyB', 'verifyB', 'bash'],
    ['verifyB', 'verifyB', 'bash'],
  ])
  expect(verdict.entries.map(({ home: of, name, state }) => `${of} ${name} ${state}`)).toEqual([
    'base state_5.sqlite created',
    'base state_5.sqlite-wal created',
    'verifyA auth.json created',
    'verifyA tmp created',
    'verifyB auth.json created',
    'verifyB tmp created',
  ])
})

test('a codex that is no script has the shell for its parent', () => {
  expect(judge(firstRequest({ ancestry: [native(900), shell(100)] }), classify).ok).toBe(true)
})

const notAsPromised: Record<string, [Observations, string]> = {
  "the other account's key": [
    firstRequest({ key: secrets.b }),
    "bash, use, verifyA, run 1: codex sent verifyB's key",
  ],
  "the decoy's key": [firstRequest({ key: secrets.decoy }), "codex sent the decoy's key"],
  "nobody's key": [firstRequest({ key: 'sk-real' }), 'codex sent an unknown key'],
  'no key': [firstRequest({ key: undefined }), 'codex sent no key'],
  "the other account's home": [firstRequest({ codexHome: paths.b }), "codex ran in verifyB's codex home"],
  'the real home': [firstRequest({ codexHome: paths.base }), "codex ran in base's codex home"],
  "the decoy's home": [firstRequest({ codexHome: paths.decoy }), "codex ran in the decoy's codex home"],
  'a home of nobody': [firstRequest({ codexHome: '/home/me/.codex' }), 'codex ran in an unknown codex home'],
  'no home': [firstRequest({ codexHome: undefined }), 'codex ran in no codex home'],
  'a wrapper between': [
    firstRequest({
      ancestry: [native(900), launcher(899), { pid: 898, argv: ['/usr/bin/swop', 'run'] }, shell(100)],
    }),
    'codex was started by swop, not by the shell',
  ],
  'another script of node between': [
    firstRequest({ ancestry: [native(900), { pid: 898, argv: ['node', '/n/swop.js'] }, shell(100)] }),
    'codex was started by node, not by the shell',
  ],
  "the other account's shell": [
    firstRequest({ ancestry: [native(900), launcher(899), shell(200)] }),
    'not by the shell',
  ],
  'a process that was not found': [firstRequest({ ancestry: [] }), "codex's process could not be found"],
  'a run that is missing': [
    { ...asPromised, requests: requests.slice(1) },
    'run 1: the server saw nothing of it',
  ],
  'a run that only asked for the models': [
    firstRequest({ method: 'GET', path: '/v1/models' }),
    'the server saw nothing of it',
  ],
  'a wrong key in a request beside the turn': [
    { ...asPromised, requests: [...requests, { ...requests[0]!, path: '/v1/models', key: secrets.decoy }] },
    "codex sent the decoy's key",
  ],
  'a request that belongs to no run': [
    firstRequest({ run: undefined }),
    "a request that belongs to no run, with verifyA's key",
  ],
  'no run at all': [{ ...asPromised, runs: [], requests: [] }, 'codex was not run at all'],
  'a script that failed': [
    { ...asPromised, scriptFailures: ['bash, use, verifyA: the script failed'] },
    'the script failed',
  ],
  'a decoy that was used': [
    { ...asPromised, decoyEntries: ['/t/decoys/codex/auth.json'] },
    '/t/decoys/codex/auth.json',
  ],
  'a login in the base': [
    after(baseName, (map) => map.set('auth.json', file)),
    'base: auth.json was created in the base',
  ],
  'an account without a login': [
    after('verifyA', (map) => map.delete('auth.json')),
    'verifyA: has no auth.json of its own',
  ],
  'a linked login': [
    after('verifyA', (map) => map.set('auth.json', link('auth.json'))),
    'verifyA: auth.json is a link',
  ],
  'a link replaced by a file': [
    after('verifyB', (map) => map.set('config.toml', file)),
    'verifyB: config.toml is not a link',
  ],
  'a link to another place': [
    after('verifyB', (map) => map.set('sessions', link('sessions', paths.a))),
    'sessions is not a link',
  ],
  'a link that is gone': [
    after('verifyB', (map) => map.delete('sessions')),
    'verifyB: sessions has lost its link',
  ],
  'a database of its own': [
    after('verifyA', (map) => map.set('state_5.sqlite', file)),
    'state_5.sqlite lies in the account',
  ],
  'a linked database': [
    after('verifyA', (map) => map.set('state_5.sqlite', link('x'))),
    'state_5.sqlite lies in the account',
  ],
}

describe('is found out', () => {
  test.each(Object.entries(notAsPromised))('%s', (_, [seen, finding]) => {
    const verdict = judge(seen, classify)
    expect(verdict.ok).toBe(false)
    expect(verdict.findings.join('\n')).toContain(finding)
  })
})

test('an unknown name is reported and is no finding', () => {
  const verdict = judge(
    after('verifyA', (map) => map.set('brand-new', file)),
    classify,
  )
  expect(verdict.ok).toBe(true)
  expect(verdict.entries).toContainEqual(
    expect.objectContaining({ home: 'verifyA', name: 'brand-new', known: false }),
  )
})

const subjects: Subjects = {
  codex: { path: '/n/bin/codex', version: '0.169.0' },
  swop: '0.1.0',
  shells: [
    { name: 'bash', path: '/bin/bash', version: '5.2.15' },
    { name: 'fish', missing: true },
  ],
}

test('the report as a table', () => {
  expect(textReport(subjects, judge(asPromised, classify))).toBe(`swop   0.1.0
codex  0.169.0    /n/bin/codex
bash   5.2.15     /bin/bash
fish   not found

shell  by   account  good    key of   home of  parent
bash   use  verifyA  2 of 2  verifyA  verifyA  bash
bash   use  verifyB  2 of 2  verifyB  verifyB  bash

home     class   state    as promised  entries
base     shared  created  yes          state_5.sqlite
base     own     created  yes          state_5.sqlite-wal
verifyA  own     created  yes          auth.json tmp
verifyB  own     created  yes          auth.json tmp

as promised: 4 runs of codex, each with its own account's key, from its own home
`)
})

test('the report as JSON', () => {
  const report = JSON.parse(jsonReport(subjects, judge(firstRequest({ key: secrets.b }), classify)))
  expect(report).toMatchObject({ ok: false, swop: '0.1.0', codex: subjects.codex, shells: subjects.shells })
  expect(report.runs[0]).toEqual({
    shell: 'bash',
    way: 'use',
    account: 'verifyA',
    run: 1,
    key: 'verifyB',
    home: 'verifyA',
    parent: 'bash',
    ok: false,
  })
  expect(report.entries[0]).toEqual({
    home: 'base',
    name: 'state_5.sqlite',
    share: 'shared',
    known: true,
    state: 'created',
    ok: true,
  })
  expect(report.findings).toEqual(["bash, use, verifyA, run 1: codex sent verifyB's key"])
})

test.each(Object.entries(notAsPromised))('no report prints a key: %s', (_, [seen]) => {
  const verdict = judge(seen, classify)
  expect(textReport(subjects, verdict) + jsonReport(subjects, verdict)).not.toMatch(/sk-/)
})
