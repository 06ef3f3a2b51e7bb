import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, initFile, runScript } from '../support/shells.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  await box.ok('add', 'old')
  await box.ok('add', 'other')
})
afterEach(() => box.remove())

// A shell has an account active that is renamed or removed meanwhile: its HOME is gone.
describe.each(allShells)('an account that is gone from under $name', (shell) => {
  const load = () => (shell.functions ? [shell.source(initFile(box, shell))] : [])
  const ways = shell.functions
    ? [
        ['swop use old', 'swop off', 'swop use new'],
        [shell.activate('old'), shell.deactivate, shell.activate('new')],
      ]
    : [[shell.activate('old'), shell.deactivate, shell.activate('new')]]
  // Outside the account, since the shell's own HOME leads nowhere.
  const elsewhere = (args: string) =>
    `env -i HOME='${box.home}' PATH="$PATH" swop ${args} >/dev/null 2>&1 || echo "can't ${args}"`

  it.each(ways)('%s: off gives the baseline back', async (use, off) => {
    for (const gone of ['rename old new', 'remove new --yes']) {
      const lines = [
        ...load(),
        dumpTo(box, shell, 'before'),
        gone.startsWith('remove') ? use!.replace('old', 'new') : use!,
        elsewhere(gone),
        off!,
        dumpTo(box, shell, 'after'),
      ]
      const user = { CODEX_API_KEY: 'sk-user', XDG_DATA_HOME: '' }
      expect(await runScript(box, shell, lines, user)).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(dumped(box, 'after')).toEqual(dumped(box, 'before'))
    }
  })

  it.each(ways)('%s: the new name can be used, the old one is refused', async (use, _off, next) => {
    const lines = [
      ...load(),
      use!,
      elsewhere('rename old new'),
      use!,
      'echo "$SWOP_ACCOUNT"',
      next!,
      'echo "$HOME"',
    ]
    const { stdout, stderr } = await runScript(box, shell, lines)
    expect(stdout).toBe(`old\n${box.account('new', 'home')}\n`)
    expect(stderr).toMatch(/^swop: there is no account 'old'; it was renamed to 'new'\n$/)
  })
})
