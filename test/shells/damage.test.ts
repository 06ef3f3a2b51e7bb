import fs from 'fs-extra'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusedEach } from '../support/refused.ts'
import { Sandbox } from '../support/sandbox.ts'
import {
  allShells,
  dumped,
  dumpTo,
  fish,
  functionShells,
  initFile,
  inside,
  runScript,
} from '../support/shells.ts'

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

describe.each(allShells)('in $name', (shell) => {
  const ways = shell.functions ? [['swop use A', 'swop off']] : []
  it.each([...ways, [shell.activate('A'), shell.deactivate]])(
    "%s: half a baseline of somebody else's is not run",
    async (use, off) => {
      const file = join(box.root, 'shell', `off.${shell.dialect}`)
      // Only root can give a file away; for others, root's are somebody else's.
      const isRoot = process.getuid?.() === 0
      const give = isRoot ? [`chown 12345 ${file}`] : [`mv ${file} ${file}.own`, `ln -s /etc/passwd ${file}`]
      const takeBack = isRoot ? [`chown 0 ${file}`] : [`mv -f ${file}.own ${file}`]
      const answers = await refusedEach(box, shell, [
        { before: give, typed: use, after: takeBack },
        { before: [use, ...give], typed: off, after: takeBack },
      ])
      const answer = { status: 1, stderr: expect.stringContaining(`${file} belongs to another user`) }
      expect(answers).toEqual([answer, answer])
    },
  )

  it('an account that is removed while it is active can be left, and is not inherited', async () => {
    const gone = box.account(`gone-${shell.name.replaceAll(' ', '-')}`)
    const name = gone.slice(gone.lastIndexOf('/') + 1)
    await box.ok('add', name)
    const [use, off] = shell.functions
      ? [`swop use ${name}`, 'swop off']
      : [shell.activate(name), shell.deactivate]
    const load = shell.functions ? [shell.source(initFile(box, shell))] : []
    const start = { CODEX_API_KEY: 'sk-user', HOME: box.home, LOGNAME: 'me', USER: userInfo().username }
    const nested = inside(box, shell, [...load, dumpTo(box, shell, 'nested')])
    const lines = [
      dumpTo(box, shell, 'start'),
      ...load,
      use,
      `rm -r ${gone}`,
      nested,
      off,
      dumpTo(box, shell, 'end'),
    ]
    const { code, stdout, stderr } = await runScript(box, shell, lines, start)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
    if (!shell.functions) return
    expect(stderr).toBe(
      `swop: '${name}', which this shell was started with, could not be put in force: no account is active; see: swop use ${name}\n`,
    )
    expect(dumped(box, 'nested')).toEqual(dumped(box, 'start'))
  })
})
