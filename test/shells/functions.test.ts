import fs from 'fs-extra'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import {
  allShells,
  dumped,
  dumpTo,
  functionShells,
  initFile,
  runScript,
  type TestShell,
} from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B')
})
afterAll(() => box.remove())

const run = (shell: TestShell, ...lines: string[]) =>
  runScript(box, shell, [shell.source(initFile(box, shell)), ...lines])
const status = (shell: TestShell) => (shell.dialect === 'fish' ? 'echo $status' : 'echo $?')
const ownPid = (shell: TestShell) => (shell.dialect === 'fish' ? '$fish_pid' : '$$')

describe.each(functionShells)('swop use - in $name', (shell) => {
  it('goes back and forth, and to where it was before off', async () => {
    const lines = ['A', 'B', '-', '-', 'B', '-'].flatMap((name) => [`swop use ${name}`, 'echo $SWOP_ACCOUNT'])
    const { stdout } = await run(shell, ...lines, 'swop off', 'swop use -', 'echo $SWOP_ACCOUNT')
    expect(stdout.split('\n')).toEqual(['A', 'B', 'A', 'B', 'B', 'A', 'A', ''])
  })

  it('has nowhere to go in a shell that has used one account or none', async () => {
    const message = 'swop: no account was used before in this shell; swop list shows the accounts\n'
    expect(await run(shell, 'swop use -')).toEqual({ code: 1, stdout: '', stderr: message })
    const result = await run(shell, 'swop use A', 'swop use -', status(shell), 'echo $SWOP_ACCOUNT')
    expect(result).toEqual({ code: 0, stdout: '1\nA\n', stderr: message })
  })
})

describe.each(functionShells)('swop use --best in $name', (shell) => {
  const tell = (name: string, usedPercent: number) => {
    const usage = { state: 'known', email: null, plan: null, credits: null }
    const windows = [{ usedPercent, minutes: 300, resetsAt: null }]
    const cache = { version: 1, askedAt: Date.now(), login: null, usage: { ...usage, windows } }
    fs.writeFileSync(box.account(name, 'usage.json'), JSON.stringify(cache))
  }
  const show = shell.dialect === 'fish' ? 'echo "$SWOP_ACCOUNT $HOME"' : 'echo "${SWOP_ACCOUNT-} $HOME"'

  it('activates the account with most left, and says why', async () => {
    tell('A', 60)
    tell('B', 40)
    const strict = shell.dialect === 'fish' ? [] : ['set -eu']
    const { code, stdout, stderr } = await run(shell, ...strict, 'swop use A', 'swop use --best', show)
    expect({ code, stdout }).toEqual({ code: 0, stdout: `B ${box.account('B', 'home')}\n` })
    expect(stderr).toBe('swop: B: 60% left (5 h)\n')
  })

  it('leaves everything as it is when nobody can be asked', async () => {
    for (const name of ['A', 'B']) fs.removeSync(box.account(name, 'usage.json'))
    const lines = ['swop use A', 'swop use --best', status(shell), show]
    const { stdout, stderr } = await run(shell, ...lines)
    expect(stdout).toBe(`1\nA ${box.account('A', 'home')}\n`)
    expect(stderr).toMatch(/^swop: codex is not on PATH; .*\n$/)
  })
})

describe.each(functionShells)('swop run in $name', (shell) => {
  it('runs the command as a child of the shell, under the account, with its words as they are', async () => {
    const show = 'echo "$PPID $SWOP_ACCOUNT $# $2"'
    const command = `sh -c ${shell.quote(show)} sh '' 'two  words' '*' '$HOME'`
    const lines = [`echo ${ownPid(shell)}`, `swop run A -- ${command}`, `swop run A ${command}`]
    const { code, stdout, stderr } = await run(shell, ...lines)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [pid = '', ...shown] = stdout.trimEnd().split('\n')
    expect(pid).toMatch(/^\d+$/)
    expect(shown).toEqual(Array.from({ length: 2 }, () => `${pid} A 4 two  words`))
  })

  it.each([[], ['swop use B']])('leaves the caller as it was, after: %s', async (...before) => {
    const dumps = [dumpTo(box, shell, 'before'), 'swop run A -- true', dumpTo(box, shell, 'after')]
    expect(await run(shell, ...before, ...dumps)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(dumped(box, 'after')).toEqual(dumped(box, 'before'))
  })

  it('passes stdin, and the exit status', async () => {
    const result = await run(shell, 'echo in | swop run A -- cat', "swop run A -- sh -c 'exit 7'")
    expect(result).toEqual({ code: 7, stdout: 'in\n', stderr: '' })
  })

  it('does not run anything under an account that there is not', async () => {
    const { code, stdout, stderr } = await run(shell, 'swop run nobody -- echo ran')
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^swop: there is no account 'nobody'; .*\n$/)
  })
})

describe.each(functionShells)('wrong usage in $name', (shell) => {
  it.each(['use', 'use A B', 'use --x', 'use --best A', 'off now', 'run', 'run A', 'run A --', 'run --x A'])(
    'swop %s',
    async (typed) => {
      const { code, stdout, stderr } = await run(shell, `swop ${typed}`)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^swop: .*\n$/)
    },
  )

  it('hands every other word to the command', async () => {
    const result = await run(shell, 'swop current', 'swop use A', 'swop current')
    expect(result).toMatchObject({ code: 0, stdout: 'A\n' })
  })
})

describe.each(allShells)('without the functions, in $name', (shell) => {
  it.each(['use A', 'use --best', 'off', 'run A -- echo ran'])(
    'swop %s says how to load them, and what works now',
    async (typed) => {
      const { code, stdout, stderr } = await runScript(box, shell, [
        `swop ${typed}`,
        shell.dialect === 'fish' ? 'exit $status' : 'exit $?',
      ])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      const evaluated = shell.dialect === 'fish' ? / \| source/ : /eval "\$\(swop env /
      expect(stderr).toMatch(/^swop: .*swop init .*\n$/)
      expect(stderr).toMatch(evaluated)
    },
  )
})
