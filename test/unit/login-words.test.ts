import { describe, expect, it } from 'vitest'
import { beforeLogin, judgeLogin, type LoginOutcome } from '../../src/life/login-words.ts'
import { logoutMeaning } from '../../src/life/logout.ts'
import type { AuthFile } from '../../src/codex/auth-file.ts'

const chatgpt: AuthFile = {
  state: 'login',
  login: { kind: 'chatgpt', email: 'a@example.com', plan: 'plus', workspaceId: 'w', identity: 'chatgpt u w' },
  warnings: [],
}
const key: AuthFile = { state: 'login', login: { kind: 'api-key', identity: 'api-key 1' }, warnings: [] }
const absent: AuthFile = { state: 'absent' }
const broken: AuthFile = { state: 'broken', reason: 'is empty' }

const judge = (outcome: Partial<LoginOutcome>) => {
  const usual = { name: 'work', ended: { exitCode: 0 }, before: absent, last: undefined, holders: [] }
  const { line, warnings, failure } = judgeLogin({
    ...usual,
    after: chatgpt,
    now: { mark: '1', email: 'a@example.com' },
    ...outcome,
  })
  return [line, ...warnings, failure && `${failure.message}; ${failure.hint}`].filter(Boolean).join('\n')
}
const shown = 'Logged in work: ChatGPT, a@example.com, plan plus, workspace w.\n'

describe('what came of a login', () => {
  it.each<[string, Partial<LoginOutcome>, string]>([
    ['done', {}, shown],
    ['the same as the last time', { last: { mark: '1' } }, shown],
    [
      'another one, whose address is not known',
      { last: { mark: '0' } },
      `${shown}\nthis is not the login that work had before; if you meant that one: swop login work`,
    ],
    [
      'another workspace of the same person',
      { last: { mark: '0', email: 'a@example.com' } },
      `${shown}\nthis is not the login that work had before; if you meant that one: swop login work`,
    ],
    [
      'somebody else',
      { last: { mark: '0', email: 'b@example.com' } },
      `${shown}\nthis is not the login that work had before (b@example.com); if you meant that one: swop login work`,
    ],
    [
      'one that others have',
      { holders: [{ who: 'the real home', sameTokens: false }] },
      `${shown}\nthe real home has the same login: they share its limits; for two logins, log one of them in as somebody else`,
    ],
    [
      'a file that others can read',
      { after: { ...chatgpt, warnings: ['can be read by others'] } },
      `${shown}\nthe auth.json of work can be read by others`,
    ],
    [
      'not in auth.json',
      { after: absent, now: undefined },
      'Logged in work.\n\nthe login is not in auth.json; see where codex keeps it (cli_auth_credentials_store in config.toml): swop status work',
    ],
    [
      'something else in its place',
      { after: broken },
      "codex login ended well, but the auth.json of 'work' is empty; look at what is in its place, then log in again: swop login work",
    ],
    [
      'failed',
      { ended: { exitCode: 1 }, after: absent },
      "codex login failed (exit code 1); 'work' is not logged in, as before; try again: swop login work",
    ],
    [
      'failed, and the old one stays',
      { ended: { exitCode: 1 }, before: key, after: key },
      "codex login failed (exit code 1); 'work' is logged in as before (API key); try again: swop login work",
    ],
    [
      'cancelled, and the old one is gone',
      { ended: { signal: 'SIGINT' }, before: key, after: absent },
      "the login was cancelled; 'work' is logged out now: codex gave the old login up first; try again: swop login work",
    ],
    [
      'cancelled by a codex that ends by itself, when it was done',
      { ended: { exitCode: 130 } },
      "the login was cancelled; 'work' is logged in (ChatGPT, a@example.com, plan plus, workspace w); try again: swop login work",
    ],
    [
      'no codex',
      { ended: { notStarted: 'EACCES' } },
      "codex can't be started (EACCES); see whether codex runs by itself",
    ],
  ])('%s', (_what, outcome, said) => expect(judge(outcome)).toBe(said))
})

describe('before it', () => {
  const words = 'work is logged in (API key); codex 0.169 gives that up first, even if you then cancel'
  it.each([
    ['browser', undefined, key, [words]],
    ['device', '--device-auth', key, [words]],
    ['a key on stdin replaces it at once', '--with-api-key', key, []],
    ['nothing there', undefined, absent, []],
  ] as const)('%s', (_what, flag, before, lines) => expect(beforeLogin('work', before, flag)).toEqual(lines))

  it('of a login: whose goes with it', () => {
    const fellows = [
      { who: "account 'twin'", sameTokens: true },
      { who: 'the real home', sameTokens: false },
    ]
    expect(beforeLogin('work', chatgpt, undefined, fellows).slice(1)).toEqual([
      expect.stringMatching(
        /^account 'twin' has the same tokens.* revoked, too; .*auth\.json of work away first$/,
      ),
    ])
    expect(beforeLogin('work', chatgpt, '--with-api-key', fellows)).toEqual([])
  })

  it.each([
    [chatgpt, /revokes that login at the server/],
    [key, /nothing is revoked at the server/],
    [absent, /has no auth\.json/],
    [broken, /is empty; codex removes it/],
  ])('of a logout: what that means', (present, said) => expect(logoutMeaning('work', present)).toMatch(said))
})
