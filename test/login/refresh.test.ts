import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, bob, loginMachine, type LoginMachine } from '../support/account-login.ts'

let machine: LoginMachine
beforeAll(async () => void (machine = await loginMachine()))
afterAll(() => machine.remove())

/** The refresh token that an account has now. */
function refreshToken(name: string): string {
  const { tokens } = JSON.parse(machine.authFile(name).text) as { tokens: { refresh_token: string } }
  return tokens.refresh_token
}
const run = (name: string) => machine.inside(name, 'codex exec --skip-git-repo-check hi </dev/null 2>&1')
const refreshes = () => machine.vendor.requests.filter(({ grant }) => grant === 'refresh_token')

it('8 codex of one account that refresh one expired token at once end with one valid login', async () => {
  const { vendor, model } = machine
  Object.assign(vendor, { confirmed: true, lifetime: 1 })
  await machine.swop(['add', 'A', '--login', '--device-auth'])
  vendor.person = bob
  await machine.swop(['add', 'B', '--login', '--device-auth'])
  const [before, others] = [refreshToken('A'), machine.authFile('B')]
  await new Promise((resolve) => setTimeout(resolve, 1500)) // the token expires
  vendor.lifetime = 3600

  const results = await Promise.all(Array.from({ length: 8 }, () => run('A')))

  expect(results.map(({ code, stdout }) => (code === 0 ? 0 : stdout))).toEqual(Array(8).fill(0))
  const asked = refreshes()
  expect(asked.filter(({ status }) => status === 200)).toHaveLength(1)
  const now = refreshToken('A')
  expect(now).not.toBe(before)
  expect(vendor.valid.has(now)).toBe(true)
  expect(vendor.valid.size).toBe(2)
  expect(machine.authFile('A').mode & 0o7777).toBe(0o600)
  expect(machine.authFile('B')).toEqual(others)

  const keys = model.requests.filter(({ path }) => path.endsWith('/responses')).map(({ key }) => key)
  const { tokens } = JSON.parse(machine.authFile('A').text) as { tokens: { access_token: string } }
  expect([...new Set(keys)]).toEqual([tokens.access_token])
  // The next one has nothing to refresh, and it is still whose it was.
  expect((await run('A')).code).toBe(0)
  expect(refreshes()).toHaveLength(asked.length)
  const { stdout } = await machine.swop(['status', 'A', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ login: 'login', email: alice.email })
})
