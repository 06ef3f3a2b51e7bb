import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, functionShells, initFile, runScript } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'a')
  await box.ok('add', 'b')
})
afterAll(() => box.remove())

const folder = join(box.folder, 'gone')
const leave = [`mkdir ${folder}`, `cd ${folder}`, `rmdir ${folder}`]
// dash says this of itself, before it reads the first line of the launcher.
const dash = 'sh: 0: getcwd() failed: No such file or directory\n'
const plain = 'swop: the folder that this shell is in is gone; cd to another one, and try again\n'

describe('in a working folder that is gone', () => {
  it.each([
    'list',
    'current',
    'status',
    'bindings',
    'sync',
    'explain',
    '--version',
    'use --help',
    'config get',
  ])('swop %s works', async (typed) => {
    const elsewhere = await runScript(box, bash, [`swop ${typed}`])
    const { stderr, ...here } = await runScript(box, bash, [...leave, `swop ${typed}`])
    expect({ ...here, stderr: stderr.replace(dash, '') }).toEqual(elsewhere)
  })

  it.each(['bind a', 'bind a ./x', 'unbind', 'envrc a', 'own a x', 'add c --from auth.json'])(
    'swop %s says so, and changes nothing',
    async (typed) => {
      const before = fs.readdirSync('/').sort()
      const result = await runScript(box, bash, [...leave, `swop ${typed}`])
      expect({ ...result, stderr: result.stderr.replace(dash, '') }).toEqual({
        code: 1,
        stdout: '',
        stderr: plain,
      })
      expect(fs.readdirSync('/').sort()).toEqual(before)
      expect(await box.ok('bindings')).not.toContain('/')
    },
  )

  it.each(functionShells)(
    '$name activates, also where it has to bring an account in order',
    async (shell) => {
      const made = join(box.account('a', 'home'), `made-${shell.name}`)
      const lines = [
        shell.source(initFile(box, shell)),
        ...leave,
        'swop use a',
        `echo x > ${made}`,
        'swop use b',
        'echo "$SWOP_ACCOUNT"',
        'swop bind b',
        'swop off',
        'swop bind b /usr',
        'swop unbind /usr',
      ]
      const { stdout, stderr } = await runScript(box, shell, lines)
      // fish and bash have something to say of their own about such a folder.
      expect(stderr.split('\n').filter((line) => line.startsWith('swop'))).toEqual([plain.trim()])
      expect(stdout).toBe('b\nBound /usr to b.\n/usr is no longer bound.\n')
      expect(fs.existsSync(join(box.home, `made-${shell.name}`))).toBe(true)
    },
  )
})
