import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { reportsOf } from '../../src/usage/ask.ts'
import { Sandbox } from '../support/sandbox.ts'
import type { Subject } from '../../src/usage/subjects.ts'

const box = new Sandbox()
afterAll(() => box.remove())

const log = join(box.folder, 'log')
const codex = join(box.bin, 'codex')
const subjects: Subject[] = Array.from({ length: 12 }, (_, number) => ({
  name: `s${number}`,
  env: { ...box.env, CODEX_HOME: box.home, NUMBER: String(number) },
  codexHome: box.home,
  cache: undefined,
}))
const ask = () => {
  fs.writeFileSync(log, '')
  const manner = {
    codex: () => codex,
    version: '0',
    limit: 20_000,
    refresh: false,
    onProgress: () => undefined,
  }
  return reportsOf(subjects, manner)
}

/** A codex that takes some time to start and to answer, and says when it does what. */
function writeCodex(start: number): void {
  const lines = [
    '#!/bin/sh',
    `echo "start $NUMBER" >>'${log}'; sleep ${start}; echo "up $NUMBER" >>'${log}'`,
    `echo '{"id":1,"result":{}}'; sleep 0.3; echo "end $NUMBER" >>'${log}'`,
    `echo '{"id":2,"result":{"account":null}}'; echo '{"id":3,"error":{"code":-32600,"message":"x"}}'; cat >/dev/null`,
  ]
  fs.writeFileSync(codex, `${lines.join('\n')}\n`, { mode: 0o755 })
}

it('starts one codex alone, then at most eight at once, and reports in order', async () => {
  writeCodex(0.2)
  const reports = await ask()
  expect(reports.map(({ account }) => account)).toEqual(subjects.map(({ name }) => name))
  expect(new Set(reports.map(({ usage }) => usage.state))).toEqual(new Set(['logged-out']))
  const events = fs.readFileSync(log, 'utf8').trim().split('\n')
  expect(events.slice(0, 2)).toEqual(['start 0', 'up 0'])
  const running = new Set<string>()
  let most = 0
  for (const event of events) {
    const [what = '', number = ''] = event.split(' ')
    if (what === 'start') running.add(number)
    if (what === 'end') running.delete(number)
    most = Math.max(most, running.size)
  }
  expect(most).toBeGreaterThan(4)
  expect(most).toBeLessThanOrEqual(8)
})

it('does not wait long for one that does not start', async () => {
  writeCodex(1.8)
  const begin = Date.now()
  await ask()
  expect(fs.readFileSync(log, 'utf8')).toMatch(/^start 0\nstart [1-9]/)
  expect(Date.now() - begin).toBeLessThan(8_000)
})
