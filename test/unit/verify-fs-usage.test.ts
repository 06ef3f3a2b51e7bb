import { expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { fsUsageCommand, fsUsageEvents, runsInLog } from '../../src/verify/trace/fs-usage.ts'

it('reads a log of fs_usage', () => {
  const log = `
14:03:22.123456  open              F=5        (_WC_T_______)  /Users/you/a b/.codex/auth.json     0.000031   codex.123456
14:03:22.200000  open              F=6        (R___________)  /etc/codex/config.toml    0.000031   codex.123456
14:03:22.300000  open                 [  2]   (R___________)  /etc/codex/requirements.toml    0.000031   codex.123456
14:03:22.400000  mkdir                 [ 17]  /Users/you/.codex    0.000031 W codex.123456
14:03:22.500000  rename                 /Users/you/.codex/.auth-x    0.000031   codex-tui.1
14:03:22.600000  write             F=5    B=0x10    0.000031   codex.123456
14:03:22.700000  unlink                 /Users/you/notes    0.000031   vim.123456
14:03:22.800000  stat64                 /Users/you/.codex/../x    0.000031   codex.123456
`
  expect(
    fsUsageEvents(log).map(({ action, path, ok, time }) => [
      action,
      path,
      ok,
      Math.round((time ?? 0) * 10) / 10,
    ]),
  ).toEqual([
    ['write', '/Users/you/a b/.codex/auth.json', true, 50602.1],
    ['read', '/etc/codex/config.toml', true, 50602.2],
    ['read', '/etc/codex/requirements.toml', false, 50602.3],
    ['make', '/Users/you/.codex', false, 50602.4],
    ['rename', '/Users/you/.codex/.auth-x', true, 50602.5],
    ['read', '/Users/you/x', true, 50602.8],
  ])
})

it('prints the command that writes such a log, quoted', () => {
  expect(fsUsageCommand("it's.log")).toBe(String.raw`sudo fs_usage -w -f filesys codex > 'it'\''s.log'`)
})

it('tells the command by the clock, and the account by the path', () => {
  const accounts = ['A', 'B'].map((name) => accountLayout('/r', name))
  const line = (time: string, path: string) => `14:00:${time}  mkdir   ${path}    0.000031   codex.1`
  const log = [
    line('01.5', '/r/accounts/A/home/.codex/log'),
    line('01.6', '/r/accounts/B/home/.codex/log'),
    line('01.7', '/etc/x'),
    line('03.0', '/r/accounts/A/home/.codex/tmp'),
    line('09.0', '/r/accounts/A/home/.codex/later'),
  ].join('\n')
  const start = 14 * 3600
  const spans = [
    { command: 'login', start: start + 1, end: start + 2 },
    { command: 'exec', start: start + 2, end: start + 4 },
  ]
  const runs = runsInLog(log, spans, accounts).filter(({ events }) => events.length > 0)
  expect(
    runs.map(({ command, account, events }) => [command, account, events.map(({ path }) => path)]),
  ).toEqual([
    ['login', 'A', ['/r/accounts/A/home/.codex/log']],
    ['login', 'B', ['/r/accounts/B/home/.codex/log']],
    ['login', undefined, ['/etc/x']],
    ['exec', 'A', ['/r/accounts/A/home/.codex/tmp']],
  ])
})
