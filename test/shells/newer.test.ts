import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatedFormat } from '../../src/shell/format.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, initFile, runScript } from '../support/shells.ts'
import { treeOf } from '../support/tree.ts'

let box: Sandbox
let fresh: Record<string, string>
/** What the generated files say; but for the note of when they were written, and the list of accounts, which a test adds to. */
const generated = () => {
  const { written: _, names: __, ...files } = treeOf(shellFolder())
  return files
}
const shellFolder = () => join(box.root, 'shell')

beforeEach(async () => {
  box = new Sandbox()
  await runScript(box, fish, []) // fish makes its folders at its first start
  await box.ok('add', 'work')
  fresh = generated()
})
afterEach(() => box.remove())

/** Makes of the generated files what an older swop had left: other texts, and the number of another format. */
function asOlder(stamp: string | undefined): void {
  const older = generatedFormat - 1
  for (const { dialect } of functionShells) {
    for (const part of ['init', 'functions']) {
      const file = join(shellFolder(), `${part}.${dialect}`)
      const text = fs.readFileSync(file, 'utf8').replaceAll(`'${generatedFormat}'`, `'${older}'`)
      fs.writeFileSync(file, `${text}# older\n`)
    }
    const drift = box.account('work', `drift.${dialect}`)
    const test = fs.readFileSync(drift, 'utf8')
    fs.writeFileSync(drift, test.replace(`= '${generatedFormat}'`, `= '${older}'`))
  }
  const test = box.account('work', 'drift.json')
  fs.writeJsonSync(test, { ...fs.readJsonSync(test), format: older })
  const file = join(shellFolder(), 'format')
  if (stamp === undefined) fs.removeSync(file)
  else fs.writeFileSync(file, stamp)
}

const said = /^swop: this is a newer swop: [^\n]+\n$/

describe('what an older swop has generated', () => {
  const stamps: [string, string | undefined][] = [
    ['from before there was a stamp', undefined],
    ['of an older format', `${generatedFormat - 1}\n`],
  ]
  it.each(stamps)(
    '%s is made anew by the next command, which says so; the one after says nothing',
    async (_, stamp) => {
      asOlder(stamp)
      const first = await box.swop(['list'])
      expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(said)])
      expect(generated()).toEqual(fresh)
      expect(await box.swop(['list'])).toEqual({ ...first, stderr: '' })
    },
  )

  it.each(functionShells)('goes on in $name, and is new in the next shell', async (shell) => {
    asOlder(undefined)
    const load = shell.source(initFile(box, shell))
    const older = await runScript(box, shell, [load, 'swop use work', 'echo $SWOP_ACCOUNT', 'swop off'])
    expect(older).toEqual({ code: 0, stdout: 'work\n', stderr: '' })
    const lines = [
      load,
      'swop current',
      'swop use work',
      'echo $SWOP_ACCOUNT',
      'swop off',
      'swop list >/dev/null',
    ]
    const newer = await runScript(box, shell, lines)
    expect([newer.stdout, newer.stderr.match(/newer swop/g)]).toEqual(['work\n', ['newer swop']])
    expect(generated()).toEqual(fresh)
    const next = await runScript(box, shell, [load, 'swop use work', 'echo $SWOP_ACCOUNT', 'swop off'])
    expect(next).toEqual({ code: 0, stdout: 'work\n', stderr: '' })
    expect(fs.readJsonSync(box.account('work', 'drift.json')).format).toBe(generatedFormat)
  })

  it('is said once by commands that write these files themselves, and by eval', async () => {
    for (const typed of [['sync'], ['env', 'work', '--shell', 'bash'], ['init', 'bash'], ['add', `b`]]) {
      asOlder(undefined)
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they write the same files
      const { code, stdout, stderr } = await box.swop(typed)
      expect([typed, code, stderr.match(/newer swop/g)]).toEqual([typed, 0, ['newer swop']])
      expect(stdout).not.toContain('newer swop')
      expect(generated()).toEqual(fresh)
    }
  })

  it('is said by one of many commands at once', async () => {
    asOlder(undefined)
    const all = await Promise.all(Array.from({ length: 6 }, () => box.swop(['bindings'])))
    const notes = all.flatMap(({ stderr }) => stderr.match(/newer swop/g) ?? [])
    expect(notes).toEqual(['newer swop'])
  })

  it('stays as it is for help, plans and the way out, and where nothing can be written the command goes on', async () => {
    asOlder(undefined)
    const before = treeOf(box.root)
    for (const typed of [['use', '--help'], ['sync', '--dry-run'], ['--version'], ['uninstall', '--dry-run']])
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
      expect((await box.swop(typed)).stderr).not.toContain('newer')
    expect(treeOf(box.root)).toEqual(before)
    fs.removeSync(shellFolder())
    fs.writeFileSync(shellFolder(), '')
    expect(await box.swop(['list'])).toMatchObject({ code: 0, stderr: '' })
  })

  it("a newer one's are not made older", async () => {
    fs.writeFileSync(join(shellFolder(), 'format'), `${generatedFormat + 1}\n`)
    const before = treeOf(shellFolder())
    expect(await box.swop(['list'])).toMatchObject({ code: 0, stderr: '' })
    expect(treeOf(shellFolder())).toEqual(before)
  })
})

it('nothing is said by a first command, and none is made by one that only looks', async () => {
  const empty = new Sandbox()
  try {
    expect((await empty.swop(['list'])).stderr).not.toContain('newer')
    expect(fs.readdirSync(empty.home)).toEqual([])
    expect((await empty.swop(['setup', bash.name, '--yes'])).stderr).not.toContain('newer')
  } finally {
    empty.remove()
  }
})
