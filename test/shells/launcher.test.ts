import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ending, shOf, shPrograms, snapshot, type Given } from '../support/launchers.ts'
import { Sandbox, launcher, swopBin } from '../support/sandbox.ts'
import { treeOf } from '../support/tree.ts'

// The launcher against node, on the same state: the same bytes, the same words, the same exit code, the same disk.

// Whatever may be in a path: UTF-8 whose bytes dash uses for itself, quotes, patterns, a newline.
const box = new Sandbox({ root: "ro ot'*$(x)\nÁł\\" })
const at = (...path: string[]) => join(box.root, ...path)
let restore: () => Promise<void>
let isChanged = false
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('add', 'B.b@c+d-e', '--isolation', 'codex')
  await box.ok('bind', 'A', join(box.home, '.config'))
  await box.ok('sync')
  restore = await snapshot(box)
})
afterAll(() => box.remove())

interface Case {
  args: string[]
  env?: Given
  /** What is wrong on disk. */
  plant?: () => void
  /** Whether the launcher answers, and no node is started. */
  answers?: true
}

const isRoot = process.getuid?.() === 0
/** Some shells compare whole seconds. */
const change = (path: string, to: (text: string) => string) => {
  fs.writeFileSync(path, to(fs.readFileSync(path, 'utf8')))
  box.age(path)
}
const cut = (path: string, length: number) => change(path, (text) => text.slice(0, length))
const give = (path: string) => {
  if (isRoot) return fs.chownSync(path, 12_345, 12_345)
  fs.removeSync(path)
  fs.symlinkSync('/etc/passwd', path)
}
const B = 'B.b@c+d-e'
const env = ['env', 'A', '--shell', 'bash']
const off = ['env', 'off', '--shell', 'bash']
const init = ['init', 'bash']
const part = { SWOP_ACCOUNT: B, SWOP_SAVED: '2 direnv part' }

const words: Record<string, Case> = {
  ...Object.fromEntries(
    ['bash', 'zsh', 'fish', 'sh'].flatMap((dialect): [string, Case][] => [
      [`env A in ${dialect}`, { args: ['env', 'A', '--shell', dialect], answers: true }],
      [`env off in ${dialect}`, { args: ['env', 'off', '--shell', dialect], answers: true }],
    ]),
  ),
  ...Object.fromEntries(
    ['bash', 'zsh', 'fish'].map((shell): [string, Case] => [
      `init ${shell}`,
      { args: ['init', shell], answers: true },
    ]),
  ),
  'a name with everything': { args: ['env', B, '--shell', 'sh'], answers: true },
  'for the shell that the functions name': { args: ['env', 'A'], env: { SWOP_SHELL: 'zsh' }, answers: true },
  'for the login shell': { args: ['env', 'A'], env: { SHELL: '/opt/bin/fish' }, answers: true },
  'for no shell': { args: ['env', 'A'], env: { SHELL: '/bin/false', SWOP_SHELL: 'make' }, answers: true },
  'for a folder': { args: ['env', 'A'], env: { SHELL: '/bin/fish/' } },
  'while active': { args: env, env: { SWOP_ACCOUNT: 'A', SWOP_SAVED: '2' }, answers: true },
  'while another is active': { args: env, env: { SWOP_ACCOUNT: B, SWOP_SAVED: '2' }, answers: true },
  'off while active': { args: off, env: { SWOP_ACCOUNT: 'A', SWOP_SAVED: '2' }, answers: true },
  'while one is active that is gone': { args: env, env: { SWOP_ACCOUNT: 'gone', SWOP_SAVED: '2' } },
  'while nonsense is active': { args: env, env: { SWOP_ACCOUNT: '../accounts/A', SWOP_SAVED: '2' } },
  'off while nonsense is active': { args: off, env: { SWOP_ACCOUNT: '*', SWOP_SAVED: '2' } },
  'in a folder of direnv': { args: env, env: part },
  'in a folder of direnv, of the same level': { args: ['env', B, '--shell', 'bash'], env: part },
  'off in a folder of direnv': { args: off, env: part, answers: true },
  ...Object.fromEntries(
    [
      ['env'],
      ['env', ''],
      ['env', 'nope'],
      ['env', 'a'],
      ['env', 'A*'],
      ['env', '?'],
      ['env', '[A]'],
      ['env', '../A'],
      ['env', 'A/.'],
      ['env', '-A'],
      ['env', 'A\n'],
      ['env', 'A'.repeat(65)],
      ['env', 'Off'],
      ['env', 'default'],
      ['env', 'A', 'B'],
      ['env', 'A', '--shell'],
      ['env', 'A', '--shell', ''],
      ['env', 'A', '--shell', 'tcsh'],
      ['env', 'A', '--shell', 'b*'],
      ['env', 'A', '--shell=bash'],
      ['env', '--shell', 'bash', 'A'],
      ['env', 'A', '--format', 'json'],
      ['env', 'A', '--format', 'dotenv'],
      ['env', 'A', '--shell', 'bash', '--'],
      ['env', '--', 'A'],
      ['env', '--help'],
      ['current', 'x'],
      ['current', '--json'],
      ['init'],
      ['init', 'sh'],
      ['init', 'BASH'],
      ['init', 'bash', 'x'],
      [],
      [''],
      ['--version'],
      ['-h'],
      ['nonsense', '*', '$(x)', "it's"],
      ['list', '--json'],
    ].map((args): [string, Case] => [`'${args.join("' '").slice(0, 40)}'`, { args }]),
  ),
  'current: none': { args: ['current'] },
  'current: empty': { args: ['current'], env: { SWOP_ACCOUNT: '' } },
  'current: one': { args: ['current'], env: { SWOP_ACCOUNT: B }, answers: true },
  'current: nonsense': { args: ['current'], env: { SWOP_ACCOUNT: '-n é\n' } },
}

const disk: Record<string, Case> = {
  'something new in the home': { args: env, plant: () => box.writeLater('new', '') },
  'something new in the account': {
    args: env,
    plant: () => {
      fs.writeFileSync(box.account('A', 'home/new'), 'x')
      box.age(box.account('A', 'home'))
    },
  },
  'something new in the account that is active': {
    args: ['env', B, '--shell', 'bash'],
    env: { SWOP_ACCOUNT: 'A', SWOP_SAVED: '2' },
    plant: () => {
      fs.writeFileSync(box.account('A', 'home/new'), 'x')
      box.age(box.account('A', 'home'))
    },
  },
  'a shared folder that is gone': {
    args: env,
    plant: () => fs.removeSync(join(box.home, '.codex/sessions')),
  },
  'other settings': {
    args: env,
    plant: () => change(box.account('A', 'account.json'), (text) => `${text}\n`),
  },
  'no stamp': { args: env, plant: () => fs.removeSync(box.account('A', 'inputs.stamp')) },
  'an env file that was cut off': { args: env, plant: () => cut(box.account('A', 'env.bash'), 300) },
  'one that somebody has written into': {
    args: env,
    plant: () => change(box.account('A', 'env.bash'), (text) => `echo hello;\n${text}`),
  },
  'one that is gone': { args: env, plant: () => fs.removeSync(box.account('A', 'env.bash')) },
  "one of another account's": {
    args: env,
    plant: () => {
      fs.copySync(box.account(B, 'env.bash'), box.account('A', 'env.bash'))
      box.age(box.account('A', 'env.bash'))
    },
  },
  'one of another user': { args: env, plant: () => give(box.account('A', 'env.bash')) },
  'one that the group may write': {
    args: env,
    plant: () => fs.chmodSync(box.account('A', 'env.bash'), 0o660),
    answers: true,
  },
  'a folder in its place': {
    args: env,
    plant: () => {
      fs.removeSync(box.account('A', 'env.bash'))
      fs.mkdirSync(box.account('A', 'env.bash'))
    },
  },
  "another dialect's is damaged": {
    args: env,
    plant: () => cut(box.account('A', 'env.zsh'), 10),
    answers: true,
  },
  'no test of drift': { args: env, plant: () => fs.removeSync(box.account('A', 'drift.json')) },
  "another user's test of drift": { args: env, plant: () => give(box.account('A', 'drift.json')) },
  'files of an older swop': {
    args: env,
    plant: () => {
      change(box.account('A', 'drift.json'), (text) => text.replace(/"format": \d+/, '"format": 1'))
      change(box.account('A', 'launch.sh'), (text) => text.replace(/= '\d+' \]/, "= '1' ]"))
    },
  },
  ...Object.fromEntries(
    ['accounts/A/launch.sh', 'shell/launch-bash.sh'].flatMap((file): [string, Case][] => [
      [
        `${file} cut off in a quote`,
        {
          args: env,
          plant: () => change(at(file), (text) => text.slice(0, text.indexOf('swop_text=') + 500)),
        },
      ],
      [`${file} cut off early`, { args: env, plant: () => cut(at(file), 60) }],
      [`${file} empty`, { args: env, plant: () => cut(at(file), 0) }],
      [`${file} gone`, { args: env, plant: () => fs.removeSync(at(file)) }],
      [`${file} of another user`, { args: env, plant: () => give(at(file)) }],
      [
        `${file} with nonsense in it`,
        { args: env, plant: () => change(at(file), (text) => `${text.slice(0, 50)}\n)( && ;;\n`) },
      ],
      [`${file} failing`, { args: env, plant: () => change(at(file), () => 'nonsense || return 3\n') }],
      [`${file} leaving`, { args: env, plant: () => change(at(file), () => 'exit 0\n') }],
    ]),
  ),
  "another account's file": {
    args: env,
    plant: () => fs.copySync(box.account(B, 'launch.sh'), box.account('A', 'launch.sh')),
  },
  'half of a baseline': { args: env, plant: () => cut(at('shell/save.bash'), 100) },
  'no way back': { args: env, plant: () => fs.removeSync(at('shell/off.bash')) },
  'off without a way back': { args: off, plant: () => fs.removeSync(at('shell/off.bash')) },
  "another user's way back": { args: off, plant: () => give(at('shell/off.bash')) },
  'an account that is gone': { args: env, plant: () => fs.removeSync(box.account('A')) },
  'no root': { args: env, plant: () => fs.removeSync(box.root) },
  'a rename that is not done': {
    args: env,
    plant: () => fs.writeFileSync(at('unfinished.json'), '{"version":1}'),
  },
  'broken settings': { args: env, plant: () => change(at('config.json'), () => '{') },
  'init with broken settings': { args: init, plant: () => change(at('config.json'), () => '{') },
  'init with newer settings': { args: init, plant: () => box.age(at('config.json')) },
  'init with newer bindings': { args: init, plant: () => box.age(at('bindings.json')) },
  'init with broken bindings': { args: init, plant: () => change(at('bindings.json'), () => '[') },
  'init without settings': { args: init, plant: () => fs.removeSync(at('config.json')) },
  'init without a root': { args: init, plant: () => fs.removeSync(box.root) },
  'init, the functions changed': {
    args: init,
    plant: () => change(at('shell/init.bash'), (text) => `${text}# mine\n`),
  },
  'init, another file changed': { args: init, plant: () => cut(at('shell/start.fish'), 10) },
  'init, a completion gone': { args: init, plant: () => fs.removeSync(at('shell/completions/_swop')) },
  'init, by another swop': {
    args: init,
    plant: () =>
      change(at('shell/launch-bash.sh'), (text) => text.replace(/= '[0-9a-f]{16}' \]/, "= 'other' ]")),
  },
}

const where: Record<string, Case> = {
  'a relative root': { args: env, env: { SWOP_ROOT: 'root' } },
  'a root that is not there': { args: env, env: { SWOP_ROOT: '/nowhere' } },
  'a root with a slash behind it': { args: env, env: { SWOP_ROOT: `${box.root}/` } },
  'a root by way of another': {
    args: env,
    env: { SWOP_ROOT: `${box.home}/../${box.root.split('/').at(-1)}` },
  },
  'a root with newlines in it': { args: env, env: { SWOP_ROOT: '/a\n/../b' } },
  'no SWOP_ROOT': { args: env, env: { SWOP_ROOT: undefined } },
  'an empty SWOP_ROOT': { args: env, env: { SWOP_ROOT: '' } },
  'no HOME': { args: env, env: { HOME: undefined }, answers: true },
  'no HOME, nor SWOP_ROOT': { args: env, env: { HOME: undefined, SWOP_ROOT: undefined } },
  'a relative HOME': { args: env, env: { HOME: 'home', SWOP_ROOT: undefined } },
  "an account's HOME": { args: env, env: { HOME: box.account('A', 'home'), SWOP_ROOT: undefined } },
  "an account's XDG_DATA_HOME": {
    args: env,
    env: { XDG_DATA_HOME: box.account('A', 'data'), SWOP_ROOT: undefined },
  },
  'init without HOME': { args: init, env: { HOME: undefined }, answers: true },
}

const hostile: Given[] = [
  { IFS: 'AaBb/' },
  { CDPATH: '/:/tmp', GLOBIGNORE: '*', PS4: '$(echo evil >&2)' },
  { ENV: join(box.folder, 'rc'), BASH_ENV: join(box.folder, 'rc'), ZDOTDIR: box.folder },
  { PPID: '1', OPTIND: '7', RANDOM: 'x', _: 'x', OLDPWD: '/nowhere', PWD: '/nowhere' },
  { POSIXLY_CORRECT: '1', SHELLOPTS: 'errexit:nounset:noglob:noclobber', BASHOPTS: 'failglob:nocaseglob' },
  { LC_ALL: 'C', LANG: 'C' },
  {
    swop_text: 'echo evil',
    swop_is: 'A',
    swop_has: 'save',
    swop_root: '/',
    swop_dialect: 'fish',
    swop_self: '/',
  },
  Object.fromEntries(
    [
      '[',
      'printf',
      'command',
      'read',
      'test',
      'swop_env',
      'node',
      'exec',
      'trap',
      'unset',
      'return',
      '.',
    ].map((name) => [`BASH_FUNC_${name}%%`, '() { echo evil; }']),
  ),
]

const swop = join(box.bin, 'swop')
const cases = Object.entries({
  ...words,
  ...disk,
  ...where,
  ...Object.fromEntries(
    hostile.flatMap((given, index): [string, Case][] =>
      [env, off, init, ['current']].map((args) => [
        `hostile ${index}: ${args.join(' ')}`,
        {
          args,
          env: { SWOP_ACCOUNT: 'A', SWOP_SAVED: '2', ...given },
          answers: true as const,
        },
      ]),
    ),
  ),
})

describe('the launcher', () => {
  beforeAll(() => fs.writeFileSync(join(box.folder, 'rc'), 'echo evil; SWOP_ACCOUNT=evil; exit 7\n'))

  it.each(cases)('says what node says: %s', async (_name, { args, env: given, plant, answers }) => {
    const start = async () => {
      if (plant || isChanged) await restore()
      isChanged = plant !== undefined
      plant?.()
    }
    const run = async (command: string[], more: Given = {}) => {
      const result = await ending(box, [...command, ...args], { ...given, ...more })
      return { ...result, disk: plant && normal(treeOf(box.folder, ['kept', 'bin', 'shells', 'rc'])) }
    }
    await start()
    const expected = await run([process.execPath, swopBin])
    await start()
    // A node that does not even start: it changes nothing, and says which sh has answered by itself.
    const alone = { NODE_OPTIONS: '--no-such-option' }
    const all = shPrograms.map(async (program) => {
      const { code, stdout, stderr } = await ending(box, [shOf(box, program), swop, ...args], {
        ...given,
        ...alone,
      })
      return [program, code === 9 ? 'node' : { code, stdout, stderr }]
    })
    const { code, stdout, stderr } = expected
    expect(await Promise.all(all)).toEqual(
      shPrograms.map((program) => [program, answers ? { code, stdout, stderr } : 'node']),
    )
    expect(await run([shOf(box, 'dash'), swop])).toEqual(expected)
  })

  it.each(hostile.map((given, index): [number, Given] => [index, given]))(
    'hands over to node, hostile %i',
    async (_index, given) => {
      const args = ['env', 'nope', '*', "it's"]
      const expected = await ending(box, [process.execPath, swopBin, ...args], given)
      for (const program of shPrograms) {
        // oxlint-disable-next-line no-await-in-loop -- a few at a time is enough
        const result = await ending(box, [shOf(box, program), swop, ...args], given)
        expect({ program, ...result }).toEqual({ program, ...expected })
      }
    },
  )
})

/** What carries a time, a random number or a process id is not compared. */
function normal(tree: Record<string, string>): [string, string][] {
  const sameEachTime = (text: string) =>
    text
      .replace(/\d{4}-\d\d-\d\dT\d\d[-:]\d\d[-:]\d\d\.\d+Z-\d+/g, 'TIME')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'TIME')
      .replace(/"salt": "[0-9a-f]+"/, 'SALT')
  return Object.entries(tree).map(([path, text]) => [
    sameEachTime(path),
    /\.stamp$|shell\/written$/.test(path) ? '' : sameEachTime(text),
  ])
}

it('is readable, and shellcheck has nothing to say', async () => {
  expect(await ending(box, ['shellcheck', '--norc', launcher])).toMatchObject({ code: 0, stdout: '' })
  const files = [box.account('A', 'launch.sh'), at('shell/launch-bash.sh'), at('shell/launch-sh.sh')]
  await restore()
  expect(await ending(box, ['shellcheck', '--norc', ...files])).toMatchObject({ code: 0, stdout: '' })
})
