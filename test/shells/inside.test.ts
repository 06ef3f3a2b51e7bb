import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAccount, readConfig } from '../../src/accounts/store.ts'
import { isolationLevels } from '../../src/accounts/settings.ts'
import { environmentInside } from '../../src/env/inside.ts'
import { planEnv } from '../../src/env/plan.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, dumpTo, dumped, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  for (const level of isolationLevels) await box.ok('add', level, '--isolation', level)
})
afterAll(() => box.remove())

const from = ['nowhere', ...isolationLevels]
const cases = from.flatMap((start) => isolationLevels.map((account) => ({ start, account })))

it.each(cases)(
  'what swop starts under $account, from $start, has the environment of a shell',
  async (each) => {
    const { start, account } = each
    const activate = start === 'nowhere' ? [] : [bash.activate(start)]
    const lines = [
      ...activate,
      dumpTo(box, bash, 'before'),
      bash.activate(account),
      dumpTo(box, bash, 'after'),
    ]
    const user = {
      CODEX_API_KEY: 'sk-user',
      CODEX_HOME: '/the/user',
      XDG_DATA_HOME: `${box.home}/.local/share`,
    }
    expect(await runScript(box, bash, lines, user)).toMatchObject({ code: 0, stderr: '' })
    const { layout, settings } = readAccount(box.root, account)
    const plan = planEnv(box.root, layout, settings.isolation, readConfig(box.root)!.real)
    expect(environmentInside(dumped(box, 'before'), plan)).toEqual(dumped(box, 'after'))
  },
)
