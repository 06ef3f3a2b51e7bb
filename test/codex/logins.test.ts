import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codexCommand, login } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'
import { chatgptFile, idToken } from '../support/tokens.ts'

let box: Sandbox
beforeAll(async () => {
  box = new Sandbox()
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  await box.ok('add', 'a')
})
afterAll(() => box.remove())

const file = () => box.account('a', 'home/.codex/auth.json')

async function status() {
  return JSON.parse(await box.ok('status', 'a', '--json'))
}

describe('what codex and swop make of an auth.json', () => {
  const me = { email: 'me@example.com', plan: 'plus', user: 'u', workspace: 'w' }
  const tokens = { id_token: idToken(me), access_token: 'at-made-up', refresh_token: 'rt-made-up' }
  // the text, whether codex takes it for a login, and what swop says
  const rows: [string, string, boolean, string][] = [
    ['a ChatGPT login', chatgptFile(me), true, 'login'],
    ['one of an older codex', JSON.stringify({ OPENAI_API_KEY: null, tokens }), true, 'login'],
    ['an API key', '{"OPENAI_API_KEY":"sk-made-up"}', true, 'login'],
    ['nothing in it', '{"OPENAI_API_KEY":null}', true, 'broken'],
    ['empty', '', false, 'broken'],
    ['a list', '[]', false, 'broken'],
    ['cut off', chatgptFile(me).slice(0, 300), false, 'broken'],
    ['an id token that is none', JSON.stringify({ tokens: { ...tokens, id_token: 'x' } }), false, 'broken'],
    ['a date that is none', '{"OPENAI_API_KEY":"sk","last_refresh":"yesterday"}', false, 'broken'],
    ['a byte order mark', '\ufeff{"OPENAI_API_KEY":"sk-made-up"}', false, 'broken'],
  ]
  it.each(rows)('%s', async (_name, text, taken, state) => {
    fs.writeFileSync(file(), text, { mode: 0o600 })
    const env = { CODEX_HOME: box.account('a', 'home/.codex') }
    const { code } = await box.run(codexCommand, ['login', 'status'], env)
    expect([code === 0, (await status()).login]).toEqual([taken, state])
    fs.removeSync(file())
  })
})

it('a login that codex has made is in order, and its key is nowhere', async () => {
  await login(box, 'a', 'sk-made-up-planted')
  expect(await status()).toMatchObject({ login: 'login', kind: 'api-key', warnings: [] })
  const outputs = await Promise.all([box.ok('list'), box.ok('status', 'a'), box.ok('list', '--json')])
  expect(outputs.join('')).not.toContain('planted')
})
