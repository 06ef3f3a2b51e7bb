import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { realHomeOf } from '../../src/accounts/real-home.ts'
import { managedVariables } from '../../src/env/variables.ts'
import { baselineText } from '../../src/shell/generated.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, runScript, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => void (await box.ok('add', 'A')))
afterAll(() => box.remove())

// Two versions of swop: the newer one manages two variables more, one that an account sets and one that it unsets.
const versions = { old: 1, new: 2 }
type Version = keyof typeof versions
const managed = {
  old: managedVariables,
  new: [...managedVariables, { name: 'NEW_HOME', since: 2 }, { name: 'NEW_KEY', since: 2 }],
}

/** Statements of a version: the two halves of the baseline, and an activation. */
function statements(shell: TestShell) {
  const half = (purpose: 'save' | 'off', version: Version) => {
    const path = join(box.folder, `${purpose}-${version}.${shell.dialect}`)
    const real = realHomeOf(box.env)
    fs.writeFileSync(
      path,
      baselineText(box.root, real, purpose, shell.dialect, managed[version], versions[version]),
    )
    return shell.source(path)
  }
  const env = shell.source(box.account('A', `env.${shell.dialect}`))
  const off = { old: half('off', 'old'), new: half('off', 'new') }
  const use = {
    old: [half('save', 'old'), env],
    new: [half('save', 'new'), env, shell.set('NEW_HOME', 'account'), shell.unset('NEW_KEY')],
  }
  return { use, off }
}

const starts: Record<string, string>[] = [
  {},
  { NEW_HOME: '', NEW_KEY: '', CODEX_API_KEY: '' },
  { NEW_HOME: 'mine', NEW_KEY: "sk\n'mine'", CODEX_API_KEY: 'sk', CODEX_HOME: '/mine' },
]

describe.each(allShells)('in $name', (shell) => {
  const { use, off } = statements(shell)

  it.each([
    ['old, ended by new', [...use.old, off.new]],
    ['new, ended by new', [...use.new, off.new]],
    ['old, then new, ended by new', [...use.old, ...use.new, off.new]],
    ['new, then old, ended by new', [...use.new, ...use.old, off.new]],
    ['old, ended by old, then new', [...use.old, off.old, ...use.new, off.new]],
  ])('nothing is lost: %s', async (_, lines) => {
    for (const start of starts) {
      const script = [dumpTo(box, shell, 'start'), ...lines, dumpTo(box, shell, 'end')]
      expect(await runScript(box, shell, script, start)).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
    }
  })

  it('an old one does not end what a new one began, since it does not know all of it', async () => {
    const status = shell.dialect === 'fish' ? 'echo $status' : 'echo $?'
    for (const start of starts) {
      const before = [dumpTo(box, shell, 'start'), ...use.new, dumpTo(box, shell, 'active')]
      const after = [status, dumpTo(box, shell, 'still active'), off.new, dumpTo(box, shell, 'end')]
      const { code, stdout, stderr } = await runScript(box, shell, [...before, off.old, ...after], start)
      expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' })
      expect(stderr).toMatch(/^swop: still active: a newer swop .*; .*\n$/)
      expect(dumped(box, 'still active')).toEqual(dumped(box, 'active'))
      expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
    }
  })
})
