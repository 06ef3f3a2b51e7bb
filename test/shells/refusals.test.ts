import fs from 'fs-extra'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refused } from '../support/refused.ts'
import { Sandbox } from '../support/sandbox.ts'
import { allShells, fish, functionShells, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await runScript(box, fish, []) // makes its folders at its first start
  await box.ok('add', 'A')
})
afterAll(() => box.remove())

interface Refusal {
  what: string
  name: string
  says: RegExp
  code: number
  /** makes it so */
  make?: () => Promise<void>
}

const nameless = /can't be an account name|reserved word/
const words = [
  '../A',
  'a b',
  'A/',
  '.A',
  'x'.repeat(65),
  'a\nb',
  'A\n',
  '\nA',
  'none',
  'Default',
  '*',
  "'",
  '$HOME',
  'é',
]
const names = words.map((name): Refusal => ({
  what: `the name ${JSON.stringify(name)}`,
  name,
  says: nameless,
  code: 2,
}))

const brokenSettings = (what: string, name: string, text: string, says: RegExp): Refusal => ({
  what: `an account.json that is ${what}`,
  name,
  says,
  code: 1,
  make: async () => {
    await box.ok('add', name)
    fs.writeFileSync(box.account(name, 'account.json'), text)
    box.age(box.account(name, 'account.json'))
  },
})
const spoiled = (name: string, spoil: (file: string) => void) => async () => {
  await box.ok('add', name)
  for (const dialect of ['sh', 'bash', 'zsh', 'fish']) spoil(box.account(name, `env.${dialect}`))
}

const accounts: Refusal[] = [
  {
    what: 'an account that there is not',
    name: 'nobody',
    says: /no account 'nobody'.*swop add nobody/,
    code: 3,
  },
  brokenSettings('no JSON', 'garbage', '{"version": 1,', /account\.json is not valid JSON/),
  brokenSettings(
    'not as it should be',
    'schema',
    '{"version":1,"isolation":"none"}',
    /account\.json is broken: isolation: /,
  ),
  brokenSettings('newer than swop', 'newer', '{"version":2}', /account\.json was written by a newer swop/),
  {
    what: "an env file of somebody else's",
    name: 'foreign',
    says: /env\.[a-z]+ belongs to another user/,
    code: 1,
    make: spoiled('foreign', (file) => {
      // Only root can give a file away; for others, root's are somebody else's.
      if (process.getuid?.() === 0) return fs.chownSync(file, 12_345, 12_345)
      fs.removeSync(file)
      fs.symlinkSync('/etc/passwd', file)
    }),
  },
  {
    what: 'an env file that can not be read',
    name: 'unreadable',
    says: /can't read .*env\.[a-z]+/,
    code: 1,
    make: spoiled('unreadable', (file) => {
      // A folder, since root reads every file, whatever its mode.
      fs.removeSync(file)
      fs.mkdirSync(file)
    }),
  },
]

describe.each([...names, ...accounts])('$what', ({ name, says, code, make }) => {
  beforeAll(async () => make?.())

  describe.each(functionShells)('in $name', (shell) => {
    const quoted = shell.quote(name)
    it.each([
      [`swop use ${quoted}`, []],
      [`swop use ${quoted}`, ['swop use A']],
      [`swop run ${quoted} -- echo ran`, []],
    ])('%j is refused, after %j', async (attempt, before) => {
      const { status, stderr } = await refused(box, shell, before, attempt)
      expect(status).toBe(code)
      expect(stderr).toMatch(says)
    })
  })

  it('makes swop env print false; and say why', async () => {
    const { stderr, ...rest } = await box.swop(['env', name, '--shell', 'bash'])
    expect(rest).toEqual({ code, stdout: 'false;\n' })
    expect(stderr).toMatch(says)
  })
})

describe.each(accounts)('$what', ({ name, says, make }) => {
  it.each(allShells)('makes eval fail in $name', async (shell) => {
    if (make && !fs.existsSync(box.account(name))) await make()
    const { status, stderr } = await refused(box, shell, [], shell.activate(name))
    expect(status).toBe(1)
    expect(stderr).toMatch(says)
  })
})

describe.each(functionShells)('an env file that is missing, in $name', (shell) => {
  const name = `missing-${shell.name}`
  beforeAll(spoiled(name, (file) => fs.removeSync(file)))

  // The time of the account's folder tells that something in it is gone.
  it('is made again by the function', async () => {
    const lines = [shell.source(initFile(box, shell)), `swop use ${name}`, 'echo $SWOP_ACCOUNT']
    expect(await runScript(box, shell, lines)).toEqual({ code: 0, stdout: `${name}\n`, stderr: '' })
  })
})
