import { afterAll, beforeAll, expect, it } from 'vitest'
import { codexProcesses } from '../../src/codex/processes.ts'
import { eventually, loginMachine, type LoginMachine } from '../support/account-login.ts'
import { bash } from '../support/shells.ts'

let machine: LoginMachine
beforeAll(async () => void (machine = await loginMachine()))
afterAll(() => machine.remove())

/** Keys that the model server was sent from an account's home. */
const keys = (name: string) =>
  machine.model.requests
    .filter(({ path, codexHome }) => path.endsWith('/responses') && codexHome === homeOf(name))
    .map(({ key }) => key)
const homeOf = (name: string) => machine.box.account(name, 'home/.codex')

/** The processes that codex has left running for an account: role and pid. */
function background(name: string): string[] {
  return codexProcesses()
    .filter(({ codexHome, role }) => codexHome === homeOf(name) && (role === 'daemon' || role === 'updater'))
    .map(({ role, pid }) => `${role} ${pid}`)
    .sort()
}

/** Opens codex's own screen under an account, as a person would. */
async function openCodex(name: string): Promise<void> {
  const { tmux } = machine
  const codex = 'codex --dangerously-bypass-approvals-and-sandbox'
  tmux.open(name, `bash --norc --noprofile -c '${bash.activate(name).replaceAll("'", "'\\''")} && ${codex}'`)
  await eventually(() => tmux.screen(name).includes('Ask Codex to do anything'))
  await eventually(() => background(name).length === 2)
}

/** Types a message, and waits for the key that it is sent with. */
async function keySent(name: string): Promise<string | undefined> {
  const earlier = keys(name).length
  machine.tmux.press(name, 'hi')
  await new Promise((resolve) => setTimeout(resolve, 500)) // Enter right behind it would be part of a paste
  // Once more, as a person would, where codex was just going over to another daemon: on an empty line it does nothing.
  for (let tries = 0; tries < 4 && keys(name).length === earlier; tries++) {
    machine.tmux.press(name, 'Enter')
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, 3000))
  }
  return eventually(() => keys(name)[earlier])
}

const logInWith = (name: string, key: string) => machine.swop(['login', name, '--with-api-key'], key)
const exec = (name: string) => machine.inside(name, 'codex exec --skip-git-repo-check hi </dev/null 2>&1')

it('re-login and logout while codex is open under the account', async () => {
  for (const name of ['A', 'B']) {
    await machine.swop(['add', name])
    await logInWith(name, `sk-made-up-${name}-1`)
    await openCodex(name)
  }
  expect(await keySent('A')).toBe('sk-made-up-A-1')
  expect(await keySent('B')).toBe('sk-made-up-B-1')
  const others = background('B')
  const [daemon] = background('A')

  const again = await logInWith('A', 'sk-made-up-A-2')
  expect(again).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^swop: codex is open under A: codex \(pid \d+\)$/m),
  })
  expect(again.stderr).toContain("Restarted codex's daemon of A")
  expect(background('A')[0]).not.toBe(daemon)
  expect(await keySent('A')).toBe('sk-made-up-A-2')
  expect((await exec('A')).code).toBe(0)
  expect(keys('A').at(-1)).toBe('sk-made-up-A-2')

  const out = await machine.swop(['logout', 'A', '--yes'])
  expect(out).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('codex is open under A: codex (pid '),
  })
  expect(background('A')).toEqual([])
  const earlier = keys('A').length
  await exec('A')
  expect(keys('A').slice(earlier).filter(Boolean)).toEqual([])

  expect(background('B')).toEqual(others)
  expect(await keySent('B')).toBe('sk-made-up-B-1')

  await logInWith('A', 'sk-made-up-A-3')
  machine.tmux.end('A') // logged out, it has lost its daemon
  await openCodex('A')
  expect(await keySent('A')).toBe('sk-made-up-A-3')

  // What codex left running ends with the account's old place, also where somebody still looks on.
  machine.tmux.end('A')
  await eventually(() => background('A').length === 2)
  expect(await machine.swop(['rename', 'A', 'C'])).toMatchObject({ code: 0 })
  expect(background('A')).toEqual([])
  expect(await machine.swop(['remove', 'B', '--yes'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("codex is running under 'B': codex (pid "),
  })
  expect(background('B')).toEqual(others)
  expect(await machine.swop(['remove', 'B', '--force', '--yes'])).toMatchObject({ code: 0 })
  expect(background('B')).toEqual([])
}, 120_000)
