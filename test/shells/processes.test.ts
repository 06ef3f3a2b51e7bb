import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { fish, functionShells, initFile, runScript } from '../support/shells.ts'
import { processesOf } from '../support/trace.ts'

const boxes: Sandbox[] = []
let box: Sandbox
beforeEach(async () => {
  // Freshly made each time: nothing has had a chance to bring it in order before.
  box = new Sandbox()
  boxes.push(box)
  // fish makes its folders at its first start, and they are to be bridged like any other.
  await runScript(box, fish, [])
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
  await box.ok('add', 'C', '--isolation', 'strict')
})
afterAll(() => boxes.forEach((each) => each.remove()))

describe.each(functionShells)('in $name', (shell) => {
  const typed = ['swop use A', 'swop use B', 'swop use C', 'swop use -', 'swop use A', 'swop off']

  it('starts no process for use and off, right after add', async () => {
    const load = [shell.source(initFile(box, shell))]
    expect(await processesOf(box, shell, load, typed)).toEqual({ code: 0, stdout: '', stderr: '', calls: [] })
  })

  it('starts none to be loaded, nor to keep an account in a nested shell', async () => {
    const load = shell.source(initFile(box, shell))
    const watched = [load, load, 'swop off', load]
    expect(await processesOf(box, shell, [load, 'swop use A'], watched)).toMatchObject({
      stderr: '',
      calls: [],
    })
  })

  // What the above would look like if it failed.
  it('starts one where there is drift', async () => {
    box.writeLater('new', '')
    const { code, calls } = await processesOf(box, shell, [shell.source(initFile(box, shell))], typed)
    expect(code).toBe(0)
    expect(calls.filter((call) => call.includes('execve('))[0]).toContain('"sync"')
  })
})
