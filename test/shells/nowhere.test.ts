import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listing } from '../support/disk.ts'
import { Sandbox } from '../support/sandbox.ts'

const box = new Sandbox()
beforeAll(async () => void (await box.ok('add', 'A')))
afterAll(() => box.remove())

describe('a machine on which nothing can work', () => {
  const env = (changed: Record<string, string>) => ({ ...box.env, ...changed })
  const { HOME: _, ...homeless } = box.env
  const below = (path: string) => env({ SWOP_ROOT: path })
  it.each([
    ['no HOME', 'add B', homeless, 1, /HOME is not set/],
    ['no HOME', 'env A --shell sh', homeless, 1, /HOME is not set/],
    ['an empty HOME', 'add B', env({ HOME: '' }), 1, /HOME is not set/],
    ['a HOME that is relative', 'add B', env({ HOME: 'home' }), 1, /HOME is not set/],
    ['a HOME that does not exist', 'add B', env({ HOME: `${box.folder}/nowhere` }), 1, /HOME is .*nowhere/],
    [
      'a root that is relative',
      'env A --shell sh',
      below('root'),
      2,
      /SWOP_ROOT is 'root', which is not an absolute/,
    ],
    [
      'a root below a file',
      'add B',
      below('/etc/passwd/root'),
      1,
      /can't make \/etc\/passwd\/root: .*ENOTDIR/,
    ],
    ['a root below a file', 'env A --shell sh', below('/etc/passwd/root'), 1, /\/etc\/passwd\/root/],
    ['a root that can not be made', 'add B', below('/proc/root'), 1, /can't make \/proc\/root/],
    ['a root that can not be made', 'env A --shell sh', below('/proc/swop'), 3, /no account 'A'/],
  ])('%s: swop %s', async (_what, typed, variables, code, says) => {
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
    const then = listing(box.folder, /^$/)
    const words = ['-c', 'exec env -i "$@"', 'sh', ...assigned, 'swop', ...typed.split(' ')]
    const { stdout, stderr, ...rest } = await box.run('sh', words)
    expect({ ...rest, stdout }).toEqual({ code, stdout: typed.startsWith('env') ? 'false;\n' : '' })
    expect(stderr).toMatch(/^swop: [^\n]*; [^\n]*\n$/)
    expect(stderr).toMatch(says)
    expect(listing(box.folder, /^$/)).toEqual(then)
  })
})
