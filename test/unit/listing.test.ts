import fs from 'fs-extra'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'
import { chatgptFile } from '../support/tokens.ts'

const box = new Sandbox()
const count = 300
const nameOf = (number: number) => `a${String(number).padStart(3, '0')}`
const [first, last] = [nameOf(1), nameOf(count)]

beforeAll(async () => {
  await box.ok('add', first)
  for (let number = 1; number <= count; number++) {
    const settings = box.account(nameOf(number), 'account.json')
    const login = box.account(nameOf(number), 'home/.codex/auth.json')
    fs.mkdirpSync(dirname(login), { mode: 0o700 })
    fs.writeFileSync(settings, JSON.stringify({ version: 1, isolation: 'codex' }), { mode: 0o600 })
    const who = { email: `${number}@example.com`, plan: 'plus', user: `u-${number}`, workspace: 'w' }
    fs.writeFileSync(login, chatgptFile(who, { refresh: `made-up-${number}` }), { mode: 0o600 })
  }
})
afterAll(() => box.remove())

/** What `swop list` writes to stdout, and which account's log of refused tokens it looks at, in their order. */
async function eventsOf(line: string): Promise<{ stdout: string; events: string[] }> {
  const log = join(box.folder, 'calls')
  const traced = 'trace=write,access,faccessat,faccessat2,stat,statx,newfstatat,openat'
  const watched = `strace -qq -s 4096 -e ${traced} -o ${log} ${process.execPath} ${swopBin} list`
  const { stdout } = await box.run('bash', ['-c', line.replace('swop list', watched)])
  const events = fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((call) => {
      if (call.startsWith('write(1,')) return ['printed']
      return /accounts\/(a\d+)\/.*daemon\.stderr\.log/.exec(call)?.slice(1) ?? []
    })
  return { stdout, events }
}

describe(`a list of ${count} accounts`, () => {
  it('begins before it has looked at all', async () => {
    const { stdout, events } = await eventsOf('swop list')
    expect(stdout.split('\n').filter((line) => line.includes('@example.com'))).toHaveLength(count)
    expect(events.filter((event) => event === first)).toHaveLength(1)
    expect(events.indexOf(first)).toBeLessThan(events.indexOf('printed'))
    expect(events.indexOf('printed')).toBeLessThan(events.indexOf(last))
  })

  it('says nothing of a refusal that has come, with another login, while nobody was reading', async () => {
    const [log, login] = ['app-server-daemon/daemon.stderr.log', 'auth.json'].map((path) =>
      box.account(last, 'home/.codex', path),
    ) as [string, string]
    const before = Date.now() - 3600_000
    fs.utimesSync(login, before / 1000, before / 1000)
    const when = new Date(Date.now() - 1000).toISOString()
    const refusal = `${when} ERROR Your access token could not be refreshed because your refresh token was revoked.`
    const meanwhile = `sleep 2; mkdir -p '${dirname(log)}'; echo '${refusal}' >'${log}'; touch '${login}'; cat`
    const { stdout } = await box.run('bash', ['-c', `swop list --json | { ${meanwhile}; }`])
    const seen = (JSON.parse(stdout) as { name: string; warnings: unknown[] }[]).find(
      ({ name }) => name === last,
    )
    expect(seen?.warnings).toEqual([])
    fs.removeSync(dirname(log))
  })

  it('ends when nobody reads it any more', async () => {
    const { events } = await eventsOf('exec 3> >(:); wait $!; swop list >&3')
    expect(events).toContain(first)
    expect(events).not.toContain(last)
  })
})
