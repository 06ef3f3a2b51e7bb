import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { askAppServer } from '../../src/codex/app-server.ts'
import { ownProcesses } from '../../src/platform/process-table.ts'
import { Sandbox } from '../support/sandbox.ts'

// What the real codex says is in test/codex/usage.test.ts; these are programs that call themselves codex.

const box = new Sandbox()
afterAll(() => box.remove())

let count = 0
/** A program of these lines of sh. */
function program(...lines: string[]): string {
  const path = join(box.folder, `codex-${count++}`)
  fs.writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 })
  return path
}
const ask = (codex: string, limit = 10_000) => askAppServer({ codex, env: box.env, version: '0', limit })

const up = `read -r line; printf '%s\\n' '{"id":1,"result":{}}'`
const account = `printf '%s\\n' '{"id":2,"result":{"account":{"type":"chatgpt"}}}'`
const limits = `printf '%s\\n' '{"id":3,"result":{"rateLimits":{"planType":"plus"}}}'`
// One that nobody waits for is still in the table, without words.
const isAlive = (pid: number) => ownProcesses().some((each) => each.pid === pid && each.argv.length > 0)

describe('a program that is no codex, or an odd one', () => {
  const odd: [string, string[], object][] = [
    ['says nothing and ends', ['exit 7'], { ending: { why: 'ended', exitCode: 7 } }],
    [
      'says what is no JSON',
      ['echo hello', 'echo null', 'echo "[1]"', 'echo \'{"id":2}\''],
      { ending: { why: 'ended', exitCode: 0 } },
    ],
    [
      'tells something else first',
      [up, 'echo starting', 'echo \'{"method":"x","params":{}}\'', account, limits, 'cat >/dev/null'],
      { ending: { why: 'done' }, limits: { result: { planType: 'plus' } } },
    ],
    [
      'answers in another form',
      [up, account, 'echo \'{"id":3,"result":{"rateLimits":7}}\'', 'cat >/dev/null'],
      { ending: { why: 'done' }, limits: { error: { code: 0 } } },
    ],
    [
      'answers one question and ends',
      [up, account],
      { ending: { why: 'ended', exitCode: 0 }, account: { result: { account: { type: 'chatgpt' } } } },
    ],
  ]
  it.each(odd)('%s', async (_name, lines, wanted) => {
    expect(await ask(program(...lines))).toMatchObject(wanted)
  })

  it('can not be started', async () => {
    expect(await ask(join(box.folder, 'nowhere'))).toEqual({ ending: { why: 'not-started', code: 'ENOENT' } })
  })

  it.each([
    ['in time', 10_000, [up, account, limits], 'done'],
    ['never', 500, [up, account], 'timeout'],
  ])('is gone with what it has started, when it answers %s', async (_name, limit, lines, why) => {
    const pids = join(box.folder, `pids-${count}`)
    // Neither stdin's end nor SIGTERM ends these two.
    const stay = `trap '' TERM; sh -c 'trap "" TERM; sleep 60' & echo "$$ $!" >'${pids}'`
    const begin = Date.now()
    expect(await ask(program(stay, ...lines, 'wait'), limit)).toMatchObject({ ending: { why } })
    expect(Date.now() - begin).toBeLessThan(3_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const started = fs.readFileSync(pids, 'utf8').trim().split(' ').map(Number)
    expect(started.map(isAlive)).toEqual([false, false])
  })

  it('gets a variable of the account, and none of the tests', async () => {
    const seen = join(box.folder, 'seen')
    await ask(program(`env >'${seen}'; pwd >>'${seen}'`))
    const text = fs.readFileSync(seen, 'utf8')
    expect(text).toContain(`HOME=${box.home}\n`)
    expect(text).not.toContain('VITEST')
    expect(text).toMatch(/\n\/\n$/)
  })
})
