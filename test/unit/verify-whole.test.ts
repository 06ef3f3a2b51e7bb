import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { standingEntries } from '../../src/codex/share-map.ts'
import { Failure } from '../../src/platform/failure.ts'
import { findCommand } from '../../src/platform/processes.ts'
import { verify } from '../../src/verify/verify.ts'

// The whole verification with a stand-in for codex and one for swop, so that each can be made to misbehave.
// What it says of the real ones is tested with those.

const printed = vi.hoisted(() => ({ data: '', notes: '' }))
vi.mock('../../src/ui/print.ts', () => ({
  printData: (text: string) => (printed.data += text),
  printNote: (line: string) => (printed.notes += line),
}))

/** Does what codex does as far as a verification can see: a login, a turn, the databases. */
const honestCodex = `#!${process.execPath}
const { readFileSync, writeFileSync, mkdirSync } = require('node:fs')
const { CODEX_HOME, CODEX_SQLITE_HOME, CODEX_API_KEY, SWOP_VERIFY_RUN } = process.env
const [command, ...words] = process.argv.slice(2)
const main = async () => {
  mkdirSync(CODEX_HOME + '/tmp', { recursive: true })
  if (command === '--version') return console.log('codex-cli 1.2.3')
  const login = CODEX_HOME + '/auth.json'
  if (command === 'login') return writeFileSync(login, readFileSync(0, 'utf8').trim())
  writeFileSync(CODEX_SQLITE_HOME + '/state_5.sqlite', '')
  const [, url] = /base_url = "(.*)"/.exec(readFileSync(CODEX_HOME + '/config.toml', 'utf8'))
  const authorization = 'Bearer ' + (CODEX_API_KEY || readFileSync(login, 'utf8'))
  const headers = { authorization, 'x-swop-codex-home': CODEX_HOME, 'x-swop-run': SWOP_VERIFY_RUN }
  const answer = await fetch(url + '/responses', { method: 'POST', headers, body: '{}' })
  if (!(await answer.text()).includes('response.completed')) process.exit(1)
}
main()
`

/** Makes accounts and prints their environment, with no thought of quoting or of putting anything back. */
const honestSwop = `
const { mkdirSync, symlinkSync } = require('node:fs')
const [command, account, option, format] = process.argv.slice(2)
const { SWOP_ROOT, HOME } = process.env
const codexHome = SWOP_ROOT + '/accounts/' + account + '/home/.codex'
const environment = {
  CODEX_HOME: codexHome, CODEX_SQLITE_HOME: HOME + '/.codex', CODEX_API_KEY: null, CODEX_ACCESS_TOKEN: null,
}
if (command === 'add') {
  mkdirSync(codexHome, { recursive: true })
  for (const { name, as } of ${JSON.stringify(standingEntries())}) {
    if (as === 'folder') mkdirSync(HOME + '/.codex/' + name, { recursive: true })
    symlinkSync(HOME + '/.codex/' + name, codexHome + '/' + name)
  }
} else if (format === 'json') console.log(JSON.stringify(environment))
else if (account !== 'off') {
  for (const [name, value] of Object.entries(environment)) console.log(value === null ? 'unset ' + name : 'export ' + name + '=' + value)
}
`

let place: string
beforeEach(() => {
  place = fs.mkdtempSync('/var/tmp/swop-test-')
  fs.mkdirpSync(join(place, 'cache'))
  Object.assign(printed, { data: '', notes: '' })
})
afterEach(() => fs.removeSync(place))

function verifyWith(codex: string | undefined, swop: string, json = true) {
  const bin = join(place, 'bin')
  fs.mkdirpSync(bin)
  fs.writeFileSync(join(place, 'swop.cjs'), swop)
  if (codex !== undefined) fs.writeFileSync(join(bin, 'codex'), codex, { mode: 0o755 })
  fs.symlinkSync(findCommand('sh', process.env.PATH)!, join(bin, 'sh')) // one shell is enough here, and fast
  return verify({
    env: { HOME: place, XDG_CACHE_HOME: join(place, 'cache'), PATH: bin, CODEX_API_KEY: 'sk-of-the-user' },
    binary: { node: process.execPath, script: join(place, 'swop.cjs') },
    json,
    version: '0.1.0',
  })
}

afterEach(() => {
  expect(fs.readdirSync(join(place, 'cache')), 'everything that was made is removed').toEqual([])
  expect(printed.data + printed.notes, 'no key is printed').not.toContain('sk-')
})

test('as promised: 0, and a report', async () => {
  expect(await verifyWith(honestCodex, honestSwop)).toBe(0)
  const report = JSON.parse(printed.data)
  expect(report).toMatchObject({ ok: true, findings: [], swop: '0.1.0', codex: { version: '1.2.3' } })
  expect(report.shells.map(({ name, missing }: { name: string; missing?: true }) => [name, missing])).toEqual(
    [
      ['sh', undefined],
      ['bash', true],
      ['zsh', true],
      ['fish', true],
    ],
  )
  expect(report.runs).toHaveLength(4)
  expect(report.runs[0]).toEqual({
    shell: 'sh',
    way: 'eval',
    account: 'verifyA',
    run: 1,
    key: 'verifyA',
    home: 'verifyA',
    parent: 'sh',
    ok: true,
  })
})

test('as a table', async () => {
  expect(await verifyWith(honestCodex, honestSwop, false)).toBe(0)
  expect(printed.data).toMatch(/^sh +eval +verifyB +2 of 2 +verifyB +verifyB +sh$/m)
})

describe('exit code 4 when', () => {
  test.each<[string, string, string, string]>([
    [
      'nothing is activated',
      honestCodex,
      honestSwop.replace("account !== 'off'", 'false'),
      "codex sent the decoy's key",
    ],
    [
      "the environment's key stays",
      honestCodex,
      honestSwop.replace('unset ', 'true '),
      "codex sent the decoy's key",
    ],
    [
      'both shells get the same account',
      honestCodex,
      honestSwop.replace("name + '=' + value)", "name + '=' + value.replace('verifyB', 'verifyA'))"),
      "verifyB, run 1: codex sent verifyA's key",
    ],
    [
      'codex takes the login from elsewhere',
      honestCodex.replace(
        "readFileSync(login, 'utf8')",
        "readFileSync(login.replace('verifyB', 'verifyA'), 'utf8')",
      ),
      honestSwop,
      "codex sent verifyA's key",
    ],
    [
      'codex is wrapped',
      honestCodex.replace('main()', wrapped()),
      honestSwop,
      'codex was started by sh, not by the shell',
    ],
    [
      'codex does not reach the server',
      honestCodex.replace('/responses', '/elsewhere'),
      honestSwop,
      'the server saw nothing of it',
    ],
    [
      'codex fails',
      honestCodex.replace("'response.completed'", "'something else'"),
      honestSwop,
      'the script failed: exit code 1',
    ],
    [
      'codex writes its databases where the decoy says',
      honestCodex,
      honestSwop.replace("CODEX_SQLITE_HOME: HOME + '/.codex',", ''),
      "the environment's decoy was written to",
    ],
    [
      'codex replaces a link',
      honestCodex.replace(
        'writeFileSync(CODEX_SQLITE_HOME',
        "const fs = require('node:fs'); fs.rmSync(CODEX_HOME + '/history.jsonl'); fs.writeFileSync(CODEX_HOME + '/history.jsonl', ''); writeFileSync(CODEX_SQLITE_HOME",
      ),
      honestSwop,
      'history.jsonl is not a link',
    ],
    [
      'activation fails',
      honestCodex,
      honestSwop.replace("account !== 'off'", 'process.exitCode = 3, console.log("false;")'),
      'the script failed',
    ],
  ])('%s', async (_, codex, swop, finding) => {
    expect(await verifyWith(codex, swop)).toBe(4)
    expect(JSON.parse(printed.data).findings.join('\n')).toContain(finding)
  })
})

describe('one line, exit code 1, when', () => {
  test.each<[string, string | undefined, string, string]>([
    ['there is no codex', undefined, honestSwop, 'codex is not on PATH'],
    [
      'swop add fails',
      honestCodex,
      "console.error('swop: no room'); process.exit(1)",
      'swop add failed for the throw-away account verifyA: swop: no room',
    ],
    [
      'codex login fails',
      honestCodex.replace(
        "if (command === 'login') return",
        "if (command === 'login') throw 'no login for ' + ",
      ),
      honestSwop,
      'codex login failed',
    ],
  ])('%s', async (_, codex, swop, message) => {
    const thrown: unknown = await verifyWith(codex, swop).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(Failure)
    expect(thrown).toMatchObject({ exitCode: 1, message: expect.stringContaining(message) })
    expect(printed.data).toBe('')
  })
})

/** codex as a child of a shell script that is called codex: what a shim or a wrapper around it looks like. */
function wrapped(): string {
  return `if (process.argv.includes('inner') || command !== 'exec') main()
else require('node:child_process').spawnSync('sh', ['-c', '"$0" exec inner; true', __filename], { stdio: 'inherit' })`
}
