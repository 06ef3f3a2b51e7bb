import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codexProcesses } from '../../src/codex/processes.ts'
import { eventually, loginMachine, type LoginMachine } from '../support/account-login.ts'
import { functionShells, initFile } from '../support/shells.ts'

let machine: LoginMachine
beforeAll(async () => {
  machine = await loginMachine()
  await machine.swop(['add', 'A'])
  await machine.swop(['login', 'A', '--with-api-key'], 'sk-made-up-A')
})
afterAll(() => machine.remove())

const running = () =>
  codexProcesses()
    .filter(({ codexHome }) => codexHome === machine.box.account('A', 'home/.codex'))
    .map(({ role }) => role)
    .sort()

/** Opens codex's own screen by `swop run`, as a person would. */
async function open(name: string, shell: (typeof functionShells)[number]): Promise<void> {
  const { tmux, box } = machine
  const lines = [
    shell.source(initFile(box, shell)),
    'swop run A -- codex --dangerously-bypass-approvals-and-sandbox',
    'echo "ended with" $?'.replace('$?', shell.dialect === 'fish' ? '$status' : '$?'),
  ]
  tmux.open(name, `${shell.command.join(' ')} -c '${lines.join('; ').replaceAll("'", "'\\''")}'`)
  await eventually(() => tmux.screen(name).includes('Ask Codex to do anything'))
  await eventually(() => running().filter((role) => role === 'daemon').length === 1)
}

/** Leaves codex's screen, and waits for the shell to go on. */
async function quit(name: string): Promise<void> {
  machine.tmux.press(name, '/quit')
  await new Promise((resolve) => setTimeout(resolve, 500)) // Enter right behind it would be part of a paste
  machine.tmux.press(name, 'Enter')
  await eventually(() => machine.tmux.screen(name).includes('ended with 0'))
}

it.each(functionShells)('swop run leaves no daemon of codex behind in $name', async (shell) => {
  await open(shell.name, shell)
  await quit(shell.name)
  expect(running()).toEqual([])
})

it('but one that another codex uses stays', async () => {
  const [shell] = functionShells
  await open('first', shell!)
  const socket = machine.box.account('A', 'home/.codex/app-server-control/app-server-control.sock')
  await eventually(() => existsSync(socket))
  await open('second', shell!)
  await quit('first') // it has started the daemon
  expect(running()).toEqual(['daemon', 'session', 'updater'])
  await quit('second')
  expect(running()).toEqual(['daemon', 'updater']) // which was there before it
})
