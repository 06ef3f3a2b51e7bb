import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refused } from '../support/refused.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

// fish has no read-only variables.
const readonly = ['CODEX_HOME=x', 'CODEX_API_KEY=x', 'HOME=/elsewhere']
describe.each(allShells.filter(({ dialect }) => dialect !== 'fish'))(
  'read-only variables in $name',
  (shell) => {
    const ways = shell.functions ? ['swop use A', shell.activate('A')] : [shell.activate('A')]
    const other = shell.functions ? 'swop use B' : shell.activate('B')
    const ends = shell.functions ? ['swop off', shell.deactivate] : [shell.deactivate]

    it.each(ways)('%s leaves everything as it was', async (use) => {
      for (const variable of readonly) {
        for (const before of [[], [other]]) {
          const { status, stderr } = await refused(box, shell, [...before, `readonly ${variable}`], use)
          expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('read-only') })
        }
      }
    })

    it('also where the account is active already', async () => {
      for (const use of ways) {
        const { status } = await refused(
          box,
          shell,
          [use, 'readonly CODEX_API_KEY=x; export CODEX_API_KEY'],
          use,
        )
        expect(status).toBe(1)
      }
    })

    it.each(ends)('%s does not leave half of an account', async (end) => {
      const { status, stderr } = await refused(box, shell, [...ways.slice(0, 1), 'readonly CODEX_HOME'], end)
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/still active.*read-only/),
      })
    })

    it("one that has the right value is in no one's way", async () => {
      const lines = shell.functions ? [shell.source(initFile(box, shell))] : []
      const script = [
        ...lines,
        'readonly HOME XDG_DATA_HOME',
        other,
        'echo $SWOP_ACCOUNT',
        ...ends.slice(0, 1),
        'echo $HOME',
      ]
      const result = await runScript(box, shell, script)
      expect(result).toEqual({ code: 0, stdout: `B\n${box.home}\n`, stderr: '' })
    })
  },
)
