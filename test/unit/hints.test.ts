import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(() =>
  fs.writeFileSync(join(box.bin, 'codex'), '#!/bin/sh\necho "$SWOP_ACCOUNT $*"\n', { mode: 0o755 }),
)
afterAll(() => box.remove())

/** What stands behind a word at the beginning of a line of hints. */
const after = (word: string, text: string) => new RegExp(`^${word}: +(.*)$`, 'm').exec(text)?.[1] ?? ''

describe.each(functionShells)('what a message tells to type, typed in $name', (shell) => {
  const name = `hint-${shell.name}`

  it('after add, in a shell that has loaded nothing', async () => {
    const { stderr } = await runScript(box, shell, [`swop add ${name}`])
    const login = await runScript(box, shell, [after('Log in', stderr)])
    expect(login).toMatchObject({ code: 0, stdout: `${name} login\nLogged in ${name}.\n` })
    // Without a terminal it can't be asked.
    expect(after('Functions', stderr)).toBe('swop setup')
    const next = await runScript(box, shell, [`swop setup ${shell.name} --yes`])
    const [load = ''] = /^Next:\n {2}(.*)$/m.exec(next.stderr)?.slice(1) ?? []
    const lines = [after('Activate', stderr), 'echo $SWOP_ACCOUNT', load, 'swop off', 'swop current']
    expect(await runScript(box, shell, lines)).toMatchObject({
      stdout: `${name}\n`,
      stderr: expect.stringContaining('No account is active'),
    })
    // New shells load them by now; this one does not.
    const later = await runScript(box, shell, [`swop add ${name}-later`])
    expect(after('Functions', later.stderr)).toBe(load)
    await runScript(box, shell, ['swop uninstall --yes'])
    const again = await runScript(box, shell, [`swop add ${name}-again`])
    expect(after('Functions', again.stderr)).toBe('swop setup')
  })

  it('after add, in a shell with the functions', async () => {
    const load = shell.source(initFile(box, shell))
    const { stderr } = await runScript(box, shell, [load, `swop add ${name}-loaded`])
    const lines = [load, after('Log in', stderr), after('Activate', stderr), 'echo $SWOP_ACCOUNT']
    expect(await runScript(box, shell, lines)).toMatchObject({
      code: 0,
      stdout: `${name}-loaded login\nLogged in ${name}-loaded.\n${name}-loaded\n`,
    })
  })

  it('after use and run without the functions', async () => {
    const use = await runScript(box, shell, [`swop use ${name}`])
    const without = (text: string) => /or without it: (.*)$/m.exec(text)?.[1] ?? ''
    expect(await runScript(box, shell, [without(use.stderr), 'echo $SWOP_ACCOUNT'])).toMatchObject({
      stdout: `${name}\n`,
    })
    const run = await runScript(box, shell, [`swop run ${name} -- codex login`])
    const line = without(run.stderr).replace('cmd', 'codex login')
    expect(await runScript(box, shell, [line])).toMatchObject({ code: 0, stdout: `${name} login\n` })
  })
})
