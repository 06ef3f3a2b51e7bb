import fs from 'fs-extra'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeThrowAway, throwAwayParents } from '../../src/verify/throw-away.ts'

let parent: string
beforeAll(() => {
  parent = fs.mkdtempSync('/var/tmp/swop-test-')
})
afterAll(() => fs.removeSync(parent))

test('a folder that only the user can enter, removed with everything in it', () => {
  let ended = 0
  const next = join(parent, 'next')
  fs.mkdirSync(next)
  const made = makeThrowAway([join(parent, 'missing'), parent, next], () => ended++)
  expect(fs.readdirSync(next), 'one is enough').toEqual([])
  expect(made.path.startsWith(`${fs.realpathSync(parent)}/swop-verify-`)).toBe(true)
  expect(fs.statSync(made.path).mode & 0o777).toBe(0o700)
  fs.outputFileSync(join(made.path, 'a', 'b'), 'c')
  fs.symlinkSync(parent, join(made.path, 'link'))
  made.remove()
  expect([fs.existsSync(made.path), fs.existsSync(parent), ended]).toEqual([false, true, 1])
  expect(process.listeners('SIGINT').length).toBe(0)
})

test('no place for one', () => {
  expect(() => makeThrowAway([join(parent, 'missing')], () => {})).toThrow('no place for a throw-away folder')
})

describe('where it may be made', () => {
  test.each<[string, Record<string, string>, string]>([
    ['with no account active', { HOME: '/home/me' }, '/home/me/.cache'],
    ['with a cache folder of the user', { HOME: '/home/me', XDG_CACHE_HOME: '/cache' }, '/cache'],
    [
      'with an account active',
      {
        HOME: '/r/accounts/a/home',
        XDG_CACHE_HOME: '/r/accounts/a/cache',
        SWOP_SAVED: '1',
        SWOP_SAVED_HOME: '/home/me',
      },
      '/home/me/.cache',
    ],
  ])('%s', (_, env, first) => expect(throwAwayParents(env, '/work')).toEqual([first, '/var/tmp', '/work']))
})

test('never under the temporary folder', () => {
  expect(throwAwayParents({ HOME: '/tmp/me' }, '/tmp/work')).toEqual(['/var/tmp'])
  expect(throwAwayParents({ HOME: '/home/me', TMPDIR: '/home/me/.cache' }, '/work')).toEqual([
    '/var/tmp',
    '/work',
  ])
})

// In a process of its own, since the signal ends it.
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s removes it', async (signal) => {
  const bundle = join(parent, 'throw-away.cjs')
  await promisify(execFile)('node_modules/.bin/esbuild', [
    'src/verify/throw-away.ts',
    '--bundle',
    '--platform=node',
    '--format=cjs',
    `--outfile=${bundle}`,
  ])
  const code = `const made = require(process.argv[1]).makeThrowAway([process.argv[2]], () => {}); console.log(made.path); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', code, resolve(bundle), parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const path = String((await once(child.stdout, 'data'))[0]).trim()
  expect(fs.existsSync(path)).toBe(true)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([null, signal])
  expect(fs.existsSync(path)).toBe(false)
})
