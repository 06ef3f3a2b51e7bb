import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refused, refusedEach } from '../support/refused.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, dumped, dumpTo, fish, functionShells, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await runScript(box, fish, []) // makes its folders at its first start
  for (const name of ['A', 'cut']) await box.ok('add', name)
  await box.ok('add', 'B', '--isolation', 'codex')
})
afterAll(() => box.remove())

/** A file, and files with all beginnings of it that end at the end of a line, the empty one included. */
function cuts(path: string): { whole: string; cut: string[] } {
  const lines = fs.readFileSync(path, 'utf8').split('\n').slice(0, -1)
  const put = (name: string, text: string) => {
    fs.writeFileSync(join(box.folder, name), text)
    return join(box.folder, name)
  }
  const beginning = (count: number) =>
    lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('')
  return {
    whole: put('script-whole', beginning(lines.length)),
    cut: lines.map((_, count) => put(`script-cut-${count}`, beginning(count))),
  }
}

describe.each(functionShells)('in $name', (shell) => {
  it.each(['', 'A', 'B', 'cut'])(
    'an env file that is cut off at any line is refused, under account %j',
    async (name) => {
      const file = box.account('cut', `env.${shell.dialect}`)
      const { whole, cut } = cuts(file)
      const attempts = cut.map((part) => ({
        before: [...(name ? [`swop use ${name}`] : []), `cp ${part} ${file}`],
        typed: 'swop use cut',
        after: [`cp -p ${whole} ${file}`, 'swop off'],
      }))
      // So that the listing of the disk, with its times, is the same afterwards.
      fs.copyFileSync(whole, file)
      fs.utimesSync(whole, 1, 1)
      fs.utimesSync(file, 1, 1)
      for (const { status, stderr } of await refusedEach(box, shell, attempts))
        expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('swop sync cut') })
    },
  )

  it.each([
    ['save', [], 'swop use A'],
    ['off', ['swop use A'], 'swop off'],
  ])('the %s file, cut off, is refused', async (half, before, typed) => {
    const file = join(box.root, 'shell', `${half}.${shell.dialect}`)
    const { whole, cut } = cuts(file)
    // The ends, and some in the middle: the file is one statement.
    const some = cut.filter((_, index) => index < 3 || index > cut.length - 3 || index % 10 === 0)
    for (const part of some) {
      fs.copyFileSync(part, file)
      const status = shell.dialect === 'fish' ? 'echo $status' : 'echo $?'
      const dumps = [dumpTo(box, shell, 'before'), typed, status, dumpTo(box, shell, 'after')]
      const { stdout, stderr } = await runScript(box, shell, [
        shell.source(initFile(box, shell)),
        ...before,
        ...dumps,
      ])
      expect(Number(stdout)).toBeGreaterThan(0)
      // The shell has words of its own for what is no longer its language.
      expect(stderr).not.toBe('')
      expect(dumped(box, 'after')).toEqual(dumped(box, 'before'))
    }
    fs.copyFileSync(whole, file)
  })
})

it.each(allShells)('eval in $name gets a cut-off env file written anew', async (shell) => {
  const file = box.account('cut', `env.${shell.dialect}`)
  const { whole, cut } = cuts(file)
  for (const part of [cut[0], cut[5], cut.at(-1)]) {
    fs.copyFileSync(part!, file)
    const result = await runScript(box, shell, [shell.activate('cut'), 'echo $SWOP_ACCOUNT'])
    expect(result).toEqual({ code: 0, stdout: 'cut\n', stderr: '' })
    expect(fs.readFileSync(file, 'utf8')).toBe(fs.readFileSync(whole, 'utf8'))
  }
})

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

    it('one that has the right value is in nobody’s way', async () => {
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
