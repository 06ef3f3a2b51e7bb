import fs from 'fs-extra'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { join, resolve } from 'node:path'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, runScript, zsh, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
const folder = resolve(import.meta.dirname, '../../completions')
const helped: Record<string, string[]> = {}

beforeAll(async () => {
  const commands = [...(await box.ok('--help')).matchAll(/^ {2}swop ([a-z]+)/gm)].map(
    ([, name]) => name ?? '',
  )
  for (const name of new Set(commands)) helped[name] = optionsIn(await box.ok(name, '--help'))
})
afterAll(() => box.remove())

const sorted = (words: readonly string[]) => [...new Set(words)].sort()

/** Only those at the beginning of a line: descriptions name others. */
function optionsIn(help: string): string[] {
  const names = [...help.matchAll(/^ {2,}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name ?? '')
  return sorted(names.filter((name) => name !== 'version'))
}

const quoted = (name: string) => join(folder, name)
/** A statement that prints what is offered for a line, one candidate a line, after a line with the line itself. */
const offers: [TestShell, string[], (line: string) => string][] = [
  [
    bash,
    [`source ${quoted('swop.bash')}`],
    (line) =>
      `echo '= ${line}'; COMP_LINE='${line}' COMP_POINT=${line.length}; __swop_complete swop '${line.split(' ').at(-1)}' ''; printf '%s\n' "\${COMPREPLY[@]}"`,
  ],
  [fish, [`source ${quoted('swop.fish')}`], (line) => `echo '= ${line}'; complete -C '${line}'`],
  [
    zsh,
    [
      '_arguments() { local each; for each; do printf "%s\n" "${${${each#\\(*\\)}%%\\[*}#\\*}"; done }',
      '_describe() { printf "%s\n" "${commands[@]%%:*}" }',
      `source ${quoted('_swop')}`,
    ],
    (line) => {
      const [, command = ''] = line.split(' ')
      return `echo '= ${line}'; words=('${command}'); ${command === '' ? '_swop_commands' : '_swop_arguments'}`
    },
  ],
]

describe.each(offers)('the completions of $name', (shell, load, offer) => {
  it('have every command and option that swop has, and no other', async () => {
    const commands = Object.keys(helped)
    const lines = ['swop ', ...commands.map((name) => `swop ${name} --`)]
    const { stdout, stderr } = await runScript(box, shell, [...load, ...lines.map(offer)])
    expect(stderr).toBe('')
    const offered = new Map(
      stdout
        .split(/^= /m)
        .slice(1)
        .map((part) => {
          const [line = '', ...words] = part.split('\n')
          return [line, sorted(words.map((word) => word.split('\t')[0] ?? '').filter(Boolean))]
        }),
    )
    expect(offered.get('swop ')).toEqual(sorted(commands))
    for (const name of commands) {
      const options = (offered.get(`swop ${name} --`) ?? []).filter((word) => word.startsWith('--'))
      expect([name, options.map((word) => word.slice(2))]).toEqual([name, helped[name]])
    }
  })
})

describe('fish', () => {
  const filled = new Sandbox()
  beforeAll(async () => {
    await filled.ok('add', 'work')
    await filled.ok('add', 'workshop')
    filled.write('project/f', '')
    filled.write('-dash', '')
    filled.write('two words', '')
    filled.write('some file', '')
    filled.write('SOURCE', '')
  })
  afterAll(() => filled.remove())

  /** What is offered behind a line, in a shell that has been through others before. */
  async function offered(line: string, ...others: string[]) {
    const load = [`set -g __swop_root ${filled.root}`, 'cd ~', ...offers[1]![1]]
    const lines = [...load, ...others, `complete -C '${line}'`]
    const { stdout, stderr } = await runScript(filled, fish, lines)
    const words = stdout.split('\n').map((each) => each.split('\t')[0])
    return { words: words.filter(Boolean), stderr }
  }

  it.each([
    ['swop use wo', ['work', 'workshop']],
    ['swop use works', ['workshop']],
    ['swop use WORKS', ['workshop']],
    ['swop use orks', ['workshop']],
    ['swop use ', ['work', 'workshop']],
    ['echo; swop use works', ['workshop']],
    ['swop use nobody', []],
    ['swop use ../accounts/wo', []],
    ['swop use work so', []],
    ['swop own work ~/pro', ['~/project/']],
    ['swop bind work PRO', ['project/']],
    ['swop run work ls ./-d', ['./-dash']],
    ['swop own work two', ['two words']],
    ['swop bind work so', ['some file', 'SOURCE']],
    ['swop bind work ~/so', ['~/some file', '~/SOURCE']],
    ['swop bind work ~/som', ['~/some file']],
    ['swop bind work SO', ['SOURCE']],
    ['swop bind work project so', []],
    ['swop unbind so', ['some file', 'SOURCE']],
    ['swop verify so', []],
    ['swop run pro', []],
    ['swop add new --from ~/pro', ['~/project/']],
    ['swop add new --from ~/som', ['~/some file']],
    ['swop add new --from=~/pro', ['--from=~/project/']],
    ['swop add new --from=som', ['--from=some file']],
    ['swop add new so', []],
    ['swop add new --iso', ['--isolation']],
    ['swop env --shell=z', ['--shell=zsh']],
    ['swop env --shell z', ['zsh']],
    ['swop sync --q', ['--quiet']],
    ['swop sync -- --q', []],
    ['swop run work -- ls --', []],
  ])('offers what there is behind %s', async (line, words) => {
    expect(await offered(line)).toEqual({ words, stderr: '' })
  })

  it.each([
    ['swop bind work som', ['some file']],
    ['swop use works', ['workshop']],
    ['swop stat', ['status']],
    ['swop use nobody', []],
    ['swop sync -- --q', []],
  ])('offers behind %s what it would without the lines before', async (line, words) => {
    const others = ['swop use wo', 'swop ', 'swop use wo'].map((other) => `complete -C '${other}' >/dev/null`)
    expect(await offered(line, ...others)).toEqual({ words, stderr: '' })
  })

  it('offers a bound folder behind unbind also where it is gone, and other folders', async () => {
    const gone = join(filled.home, 'bound and gone')
    fs.mkdirpSync(gone)
    await filled.ok('bind', 'work', gone)
    fs.removeSync(gone)
    const { words } = await offered(`swop unbind ${filled.home}/bo`, 'complete -C "swop unbind ~/pro"')
    expect(words).toEqual(['~/project/', gone])
    await filled.ok('unbind', gone)
  })

  it('knows an account at once that is added, and forgets one that is removed', async () => {
    const account = filled.account('workbench')
    const ask = "complete -C 'swop use workb'"
    const lines = [`mkdir ${account}`, ask, `rmdir ${account}`, ask, `mkdir ${account}`]
    const { words, stderr } = await offered('swop use workb', ask, ...lines)
    fs.removeSync(account)
    expect({ words, stderr }).toEqual({ words: ['workbench', 'workbench'], stderr: '' })
  })

  it('takes the list of names that swop has written, unless the folder of the accounts is newer', async () => {
    const [list, accounts] = [join(filled.root, 'shell/names'), join(filled.root, 'accounts')]
    const text = fs.readFileSync(list, 'utf8')
    fs.writeFileSync(list, 'workday\nworker\n')
    const far = Date.now() / 1000 + 100
    fs.utimesSync(list, far, far)
    const both = { words: ['workday', 'worker'], stderr: '' }
    expect(await offered('swop use work')).toEqual(both)
    for (const other of ["''", ':'])
      expect(await offered('swop use work', `set -g IFS ${other}`)).toEqual(both)
    expect(await offered('swop env work')).toEqual(both)
    fs.utimesSync(accounts, far + 1, far + 1)
    expect(await offered('swop use work')).toEqual({ words: ['work', 'workshop'], stderr: '' })
    fs.removeSync(list)
    expect(await offered('swop use work')).toEqual({ words: ['work', 'workshop'], stderr: '' })
    fs.writeFileSync(list, text)
    fs.utimesSync(list, far + 2, far + 2)
    expect(await offered('swop use work')).toEqual({ words: ['work', 'workshop'], stderr: '' })
  })

  it('offers no account that is gone, and any case of one that is there', async () => {
    await filled.ok('add', 'gone')
    await filled.ok('add', 'Wonder')
    await filled.ok('remove', 'gone', '--yes')
    expect(fs.existsSync(filled.account('gone'))).toBe(true) // its sessions are found there
    for (const command of ['use', 'env', 'rename'])
      // oxlint-disable-next-line no-await-in-loop
      expect([command, await offered(`swop ${command} gon`)]).toEqual([command, { words: [], stderr: '' }])
    for (const command of ['use', 'env'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await offered(`swop ${command} wo`)).words.sort()).toEqual(['Wonder', 'work', 'workshop'])
    await filled.ok('remove', 'Wonder', '--yes')
  })

  it('says nothing of a list that leads nowhere', async () => {
    const list = join(filled.root, 'shell/names')
    fs.removeSync(list)
    fs.symlinkSync('/nonexistent', list)
    expect(await offered('swop use work')).toEqual({ words: ['work', 'workshop'], stderr: '' })
    fs.removeSync(list)
    await filled.ok('sync')
  })

  it('says nothing where swop has never been, or is gone', async () => {
    const gone = `set -g __swop_root ${filled.folder}/gone`
    for (const set of [gone, 'set -e __swop_root; set -gx HOME /nonexistent'])
      // oxlint-disable-next-line no-await-in-loop
      expect(await offered('swop use work', set)).toEqual({ words: [], stderr: '' })
  })

  it("leaves a user's variables alone", async () => {
    const others = ['set -g word mine', 'set -g option mine', 'set -g line mine', 'set -g entries mine']
    const asks = ['swop use wo', 'swop env --shell=z', 'swop st'].map(
      (line) => `complete -C '${line}' >/dev/null`,
    )
    const { words } = await offered(
      'swop use nobody',
      ...others,
      ...asks,
      'echo $word $option $line $entries',
    )
    expect(words).toEqual(['mine mine mine mine'])
  })
})
