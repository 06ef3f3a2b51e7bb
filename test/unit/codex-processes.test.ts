import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isCodex, roleOf } from '../../src/codex/processes.ts'
import { ownProcesses, processTable, variableIn, variablesOf } from '../../src/platform/process-table.ts'

describe('what a codex does, by its words', () => {
  it.each([
    ['session', 'codex'],
    ['session', 'codex -m gpt-5 fix-it'],
    ['session', 'codex exec --skip-git-repo-check hi'],
    ['session', 'codex exec login'],
    ['session', 'codex resume --last'],
    ['other', 'codex --version'],
    ['other', 'codex login status'],
    ['other', 'codex -c a=b mcp-server'],
    ['other', 'codex app-server'],
    ['other', 'codex app-server daemon stop'],
    ['daemon', 'codex app-server --listen unix:// --analytics-default-enabled --managed-daemon'],
    ['updater', 'codex app-server daemon pid-update-loop'],
  ])('%s: %s', (role, words) => expect(roleOf(words.split(' '))).toBe(role))

  it.each([
    [true, '/n/vendor/x86_64-unknown-linux-musl/bin/codex exec'],
    [true, 'codex'],
    [true, '/opt/codex-aarch64-apple-darwin'],
    [false, 'node /n/.bin/codex'],
    [false, '/h/.codex/tmp/arg0/codex-linux-sandbox'],
    [false, 'vim codex'],
  ])('a native codex: %s: %s', (expected, words) => expect(isCodex(words.split(' '))).toBe(expected))
})

describe('the environment of a process', () => {
  const ps = '/b/codex exec CODEX_HOME CODEX_HOME=/h/my files/.codex HOME=/h TERM=x\n'
  it.each([
    ['A=1\0CODEX_HOME=/h/my files\0B=2\0', true, '/h/my files'],
    ['XCODEX_HOME=/no\0', true, undefined],
    [ps, false, '/h/my files/.codex'],
    ['/b/codex CODEX_HOME=/h\n', false, '/h'],
    ['/b/codex XCODEX_HOME=/h\n', false, undefined],
  ])('%j', (text, byNul, value) => expect(variableIn(text, 'CODEX_HOME', byNul)).toBe(value))

  it('of a real one: what was asked for, and since when it runs', async () => {
    const started = Date.now()
    const child = spawn('sleep', ['60'], { env: { PATH: '/usr/bin:/bin', CODEX_HOME: '/a b', SECRET: 's' } })
    try {
      await new Promise((resolve) => child.once('spawn', resolve))
      const pid = child.pid ?? 0
      expect(variablesOf(pid, ['CODEX_HOME', 'HOME'])).toEqual({ CODEX_HOME: '/a b' })
      const found = ownProcesses().find((each) => each.pid === pid)
      expect(found?.argv).toEqual(['sleep', '60'])
      expect(Math.abs((found?.since?.getTime() ?? 0) - started)).toBeLessThan(3000)
      expect(found?.parent).toBe(process.pid)
    } finally {
      child.kill()
    }
  })

  it('in what ps prints with a start', () => {
    const table = processTable('  899   100 Sat Nov 21 02:54:47 2026 codex exec hi\n\n', true)
    expect([...table.values()]).toEqual([
      { pid: 899, parent: 100, argv: ['codex', 'exec', 'hi'], since: new Date('Sat Nov 21 02:54:47 2026') },
    ])
  })
})
