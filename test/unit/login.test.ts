import { describe, expect, it } from 'vitest'
import { parseLogin, runningMark, saltedMark, type Login } from '../../src/codex/login.ts'
import { chatgptFile, idToken, jwt } from '../support/tokens.ts'

const salt = 'salt'
const me = { email: 'me@example.com', plan: 'plus', user: 'user-1', workspace: 'ws-1' }
const secrets = ['sk-secret', 'at-secret', 'rt-secret']

function login(text: string, with_ = salt): Login {
  const found = parseLogin(text, saltedMark(with_))
  if ('problem' in found) throw new Error(found.problem)
  return found
}

describe('a login', () => {
  const kinds: [string, object, Partial<Login>][] = [
    ['an API key', { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-secret' }, { kind: 'api-key' }],
    ["an API key of codex 0.92's", { OPENAI_API_KEY: 'sk-secret' }, { kind: 'api-key' }],
    [
      'an API key beside old tokens',
      { ...JSON.parse(chatgptFile(me)), auth_mode: 'apikey', OPENAI_API_KEY: 'sk-secret' },
      { kind: 'api-key' },
    ],
    [
      'an access token',
      { OPENAI_API_KEY: null, personal_access_token: 'at-secret' },
      { kind: 'access-token' },
    ],
    [
      'ChatGPT',
      JSON.parse(chatgptFile(me)),
      {
        kind: 'chatgpt',
        email: me.email,
        plan: 'plus',
        userId: 'user-1',
        workspaceId: 'ws-1',
        identity: 'chatgpt user-1 ws-1',
      },
    ],
    [
      "ChatGPT, codex 0.92's",
      { OPENAI_API_KEY: null, tokens: JSON.parse(chatgptFile(me)).tokens },
      { kind: 'chatgpt', email: me.email },
    ],
    [
      'an agent by its JWT',
      { agent_identity: jwt({ email: 'bot@example.com', exp: 2_000_000_000 }) },
      { kind: 'agent-identity', email: 'bot@example.com', expires: new Date(2_000_000_000_000) },
    ],
    [
      'an agent by a record',
      {
        agent_identity: {
          agent_private_key: 'sk-secret',
          email: 'bot@example.com',
          plan_type: 'team',
          account_id: 'ws-2',
        },
      },
      { kind: 'agent-identity', plan: 'team', workspaceId: 'ws-2' },
    ],
    [
      'Amazon Bedrock',
      { auth_mode: 'bedrockApiKey', OPENAI_API_KEY: null, bedrock_api_key: { api_key: 'sk-secret' } },
      { kind: 'api-key' },
    ],
  ]
  it.each(kinds)('%s', (_name, file, wanted) => {
    const found = login(JSON.stringify(file))
    expect(found).toMatchObject(wanted)
    for (const secret of secrets) expect(JSON.stringify(found)).not.toContain(secret)
  })

  it('tells when its tokens were made, and until when they are good', () => {
    const [issued, expires, lastRefresh] = [1_700_000_000_000, 1_700_000_600_000, 1_700_000_001_000]
    expect(login(chatgptFile(me, { issued, expires, lastRefresh }))).toMatchObject({
      issued: new Date(issued),
      expires: new Date(expires),
      lastRefresh: new Date(lastRefresh),
    })
  })

  it('has its e-mail in the profile, if nowhere else', () => {
    const id_token = jwt({ 'https://api.openai.com/profile': { email: 'p@example.com' } })
    const tokens = { id_token, access_token: 'opaque', refresh_token: 'rt-secret' }
    const found = login(JSON.stringify({ tokens }))
    expect(found).toMatchObject({ email: 'p@example.com', identity: 'chatgpt p@example.com ' })
    expect(found).not.toHaveProperty('expires')
  })

  it("is not a terminal's master", () => {
    const found = login(
      chatgptFile({ ...me, email: 'a\u001b[31m\n\u202eb@example.com', plan: 'x'.repeat(9999) }),
    )
    expect(found.email).toBe('a?[31m??b@example.com')
    expect(found.plan).toHaveLength(254)
  })

  it('has marks for one run that tell nothing but which were the same', () => {
    const mark = runningMark()
    expect(['sk-a', 'sk-b', 'sk-a'].map(mark)).toEqual(['secret 1', 'secret 2', 'secret 1'])
    const text = JSON.stringify({ OPENAI_API_KEY: 'sk-secret' })
    expect(parseLogin(text, mark)).toEqual({ kind: 'api-key', identity: 'api-key secret 3' })
  })

  it('is the same for one user in one workspace only, and for one key', () => {
    const other = (said: object) => login(chatgptFile({ ...me, ...said }, { refresh: 'rt-other' }))
    const mine = login(chatgptFile(me))
    expect(other({ email: 'new@example.com' }).identity).toBe(mine.identity)
    expect(other({ workspace: 'ws-2' }).identity).not.toBe(mine.identity)
    expect(other({ user: 'user-2' }).identity).not.toBe(mine.identity)
    expect(other({}).refreshMark).not.toBe(mine.refreshMark)
    const key = (name: string, with_?: string) =>
      login(JSON.stringify({ OPENAI_API_KEY: name }), with_).identity
    expect([
      key('sk-1') === key('sk-1'),
      key('sk-1') === key('sk-2'),
      key('sk-1') === key('sk-1', 'other'),
    ]).toEqual([true, false, false])
  })
})

describe('what is no login', () => {
  const tokens = { id_token: idToken(me), access_token: 'at-secret', refresh_token: 'rt-secret' }
  const texts: [string, RegExp][] = [
    ['', /^is empty$/],
    [' \n', /^is empty$/],
    [chatgptFile(me).slice(0, 300), /^is not JSON/],
    ['\ufeff{}', /^is not JSON/],
    ['sk-secret', /^is not JSON/],
    ['{}', /^holds no login/],
    ['{"OPENAI_API_KEY":null,"tokens":null}', /^holds no login/],
    ['{"OPENAI_API_KEY":""}', /^holds no login/],
    ['{"auth_mode":"chatgpt","OPENAI_API_KEY":"sk-secret"}', /^holds no login/],
    ['{"claudeAiOauth":{"accessToken":"sk-secret"}}', /^holds no login/],
    ['[]', /^is not a login of codex$/],
    ['null', /^is not a login of codex$/],
    ['"sk-secret"', /^is not a login of codex$/],
    ['{"OPENAI_API_KEY":["sk-secret"]}', /wrong value of OPENAI_API_KEY/],
    ['{"tokens":{"sk-secret":1}}', /wrong value of tokens.id_token/],
    [
      JSON.stringify({ auth_mode: 'chatgpt', tokens: { ...tokens, id_token: 'sk-secret' } }),
      /wrong value of tokens.id_token/,
    ],
    ['{"auth_mode":"sk-secret"}', /wrong value of auth_mode/],
    ['{"OPENAI_API_KEY":"sk-secret","last_refresh":"yesterday"}', /wrong value of last_refresh/],
    [JSON.stringify({ tokens: { ...tokens, id_token: 'a.b.c' } }), /wrong value of tokens.id_token/],
    ['['.repeat(1000), /^is not JSON/],
  ]
  it.each(texts)('%s', (text, words) => {
    const found = parseLogin(text, saltedMark(salt))
    expect(found).toEqual({ problem: expect.stringMatching(words) })
    expect(JSON.stringify(found)).not.toContain('secret')
  })
})
