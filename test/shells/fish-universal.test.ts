import { afterAll, beforeAll, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { dumped, dumpTo, fish, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
// With its configuration, which is where fish keeps universal variables.
const shell = { ...fish, command: ['fish'] }
beforeAll(async () => {
  await runScript(box, shell, [
    'set -Ux CODEX_API_KEY sk-universal',
    'set -Ux CODEX_HOME /universal',
    'set -U OPENAI_PROJECT p',
  ])
  await box.ok('add', 'A')
})
afterAll(() => box.remove())

const load = shell.source(initFile(box, shell))
// A universal variable that is hidden by a global one is not visible either.
const global = 'for name in CODEX_API_KEY CODEX_HOME OPENAI_PROJECT; set -qg $name; and echo $name; end; true'

it('universal variables are hidden while an account is active, and visible again after', async () => {
  const dump = (name: string) => dumpTo(box, shell, name)
  const nested = `fish -c '${dump('nested').replaceAll("'", '"')}'`
  const lines = [
    dump('start'),
    load,
    'swop use A',
    dump('A'),
    nested,
    'swop use A',
    'swop off',
    dump('end'),
    global,
  ]
  expect(await runScript(box, shell, lines)).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(dumped(box, 'start')).toMatchObject({ CODEX_API_KEY: 'sk-universal', CODEX_HOME: '/universal' })
  // Empty is unset to codex; a shell can't unset another one's variable.
  const active = { CODEX_API_KEY: '', CODEX_HOME: box.account('A', 'home/.codex') }
  expect(dumped(box, 'A')).toMatchObject(active)
  expect(dumped(box, 'nested')).toMatchObject(active)
  expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
})

it('by eval, too', async () => {
  const lines = [
    shell.activate('A'),
    dumpTo(box, shell, 'A'),
    shell.deactivate,
    dumpTo(box, shell, 'end'),
    global,
  ]
  expect(await runScript(box, shell, lines)).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(dumped(box, 'A')).toMatchObject({ CODEX_API_KEY: '', SWOP_ACCOUNT: 'A' })
  expect(dumped(box, 'end')).toMatchObject({ CODEX_API_KEY: 'sk-universal', CODEX_HOME: '/universal' })
})
