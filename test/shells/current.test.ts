import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells, initFile, runScript } from '../support/shells.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'work')
})
afterEach(() => box.remove())

describe.each(functionShells)('swop current in $name, under an account that is gone', (shell) => {
  const outside = (typed: string) => `env -i HOME='${box.home}' PATH="$PATH" swop ${typed} >/dev/null 2>&1`
  it.each([
    ['rename work job', ": it was renamed to 'job'"],
    ['remove work --yes', ": it was removed; 'swop restore work' brings it back"],
  ])('after %s: names no account', async (typed, became) => {
    const status = shell.dialect === 'fish' ? 'echo $status' : 'echo $?'
    const load = shell.source(initFile(box, shell))
    const lines = [
      load,
      'swop use work',
      'swop current',
      outside(typed),
      'swop current',
      status,
      'swop off',
      status,
    ]
    expect(await runScript(box, shell, lines)).toEqual({
      code: 0,
      stdout: 'work\n3\n0\n',
      stderr: `swop: work, which is active in this shell, is gone${became}; put everything back: swop off\n`,
    })
    const { off, line } =
      shell.dialect === 'fish'
        ? { off: 'swop env off | source', line: 'swop env work --shell fish | source' }
        : { off: 'eval "$(swop env off)"', line: `eval "$(swop env work --shell ${shell.dialect})"` }
    await box.ok(...(typed.startsWith('rename') ? ['rename', 'job', 'work'] : ['restore', 'work']))
    const without = [line, outside(typed), 'swop current', off]
    expect(await runScript(box, shell, without)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`; put everything back: ${off}\n`),
    })
  })
})

it('swop current names no account that never was', async () => {
  expect(await box.swop(['current'], { SWOP_ACCOUNT: '../work' })).toMatchObject({ code: 3, stdout: '' })
  expect(await box.swop(['current'], { SWOP_ACCOUNT: 'nobody' })).toMatchObject({ code: 3, stdout: '' })
})
