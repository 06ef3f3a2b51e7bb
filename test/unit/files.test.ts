import { execa } from 'execa'
import fs from 'fs-extra'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBytes, readText } from '../../src/platform/files.ts'

const folder = fs.mkdtempSync(join(tmpdir(), 'files-'))
const at = (name: string) => join(folder, name)
const server = createServer()

beforeAll(async () => {
  fs.writeFileSync(at('text'), '\uFEFFä\n')
  fs.writeFileSync(at('empty'), '')
  fs.symlinkSync(at('text'), at('link'))
  fs.symlinkSync(at('nothing'), at('nowhere'))
  fs.symlinkSync(at('circle'), at('circle'))
  await execa('mkfifo', [at('pipe')])
  await new Promise<void>((done) => server.listen(at('socket'), done))
})
afterAll(() => {
  server.close()
  fs.removeSync(folder)
})

it.each([
  ['a file', 'text', '\uFEFFä\n'],
  ['an empty one', 'empty', ''],
  ['a link to one', 'link', '\uFEFFä\n'],
])('%s has a text', (_what, name, text) => {
  expect(readText(at(name))).toBe(text)
  expect(readBytes(at(name)).toString()).toBe(text)
})

it.each([
  ['nothing', 'nothing', /^can't read /],
  ['what is below a file', 'text/below', /not a directory|not a folder/],
  ['a link that leads nowhere', 'nowhere', /^can't read /],
  ['a pipe, which nobody writes to', 'pipe', /is a pipe or a device/],
  ['a socket', 'socket', /is a pipe or a device/],
])('%s has none', (_what, name, why) => {
  expect(readText(at(name))).toBeUndefined()
  expect(() => readBytes(at(name))).toThrow(why)
})

it.each([
  ['a folder', '', /folder|directory/],
  ['a circle of links', 'circle', /circle|links/],
])('%s can not be read, and that is said', (_what, name, why) => {
  expect(() => readText(at(name))).toThrow(why)
  expect(() => readBytes(at(name))).toThrow(why)
})
