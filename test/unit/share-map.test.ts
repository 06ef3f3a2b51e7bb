import { describe, expect, it } from 'vitest'
import { classify } from '../../src/codex/classify.ts'
import { outranksLogin } from '../../src/codex/dotenv.ts'
import { standingEntries } from '../../src/codex/share-map.ts'

const inBase = { inBase: true, kind: 'file' } as const
const inAccount = { inBase: false, kind: 'file' } as const

describe('the share map', () => {
  // codex.md, section 1, entry by entry
  const own = `auth.json auth.lock auth.json.lock .auth-Ab12 auth.json.bak auth-old.bak app-server-control app-server-daemon
    .credentials.json mcp-oauth-locks secrets cloud-config-bundle-cache.json state_5.sqlite-wal state_5.sqlite-shm
    queue_1.sqlite-journal .sqlite-maintenance.lock models_cache.json installation_id shell_snapshots cache
    codex-app-cache.json codex-apps-tools-cache.json tmp .tmp log .sandbox_migration .personality_migration environments.toml`
  const folders = `sessions archived_sessions thread-writer-locks tui-thread-reference-capabilities packages skills rules
    agents prompts memories plugins generated_images`
  const files = `session_index.jsonl config.toml AGENTS.md AGENTS.override.md hooks.json history.jsonl version.json
    mention_usage.json internal_storage.json`
  const databases = `state_5.sqlite thread_history_1.sqlite queue_1.sqlite goals_1.sqlite memories_1.sqlite
    memories_v2_1.sqlite logs_1.sqlite logs_2.sqlite .sqlite`
  const words = (text: string) => text.split(/\s+/)

  it.each(words(own))("%s is the account's own, also when the base home has it", (name) => {
    expect(classify(name, inBase)).toMatchObject({ share: 'own', known: true })
  })
  it.each(words(folders))('%s is a shared folder', (name) => {
    expect(classify(name, inAccount)).toMatchObject({ share: 'shared', as: 'folder', known: true })
  })
  it.each([...words(files)])('%s is a shared file', (name) => {
    expect(classify(name, inAccount)).toMatchObject({ share: 'shared', as: 'file', known: true })
  })
  it.each(words(databases))('%s is a shared database, never a link', (name) => {
    expect(classify(name, inBase)).toMatchObject({ share: 'shared', as: 'database', known: true })
  })
  it('shares profiles and an .env that leaves the login alone', () => {
    expect(classify('work.config.toml', inBase)).toMatchObject({ share: 'shared', known: true })
    expect(classify('.env', { ...inBase, outranksLogin: false })).toMatchObject({
      share: 'shared',
      known: true,
    })
    expect(classify('.env', { ...inBase, outranksLogin: true })).toMatchObject({ share: 'own', known: true })
  })

  const unknown: [string, Parameters<typeof classify>[1], string][] = [
    ['new-thing', inBase, 'shared'],
    ['new-thing', inAccount, 'own'],
    ['thing.lock', inBase, 'own'],
    ['thing.pid', inBase, 'own'],
    ['state_9.sqlite', inBase, 'own'],
    ['x.sock', inBase, 'own'],
    ['anything', { inBase: true, kind: 'socket' }, 'own'],
    ['workspace-token', inBase, 'own'],
    ['oauth_credentials.json', inBase, 'own'],
    ['remote-control', inBase, 'own'],
    ['my-daemon.json', inBase, 'own'],
    ['authors.md', inBase, 'shared'], // a whole word, not a part of one
    ['tokenizer', inBase, 'shared'],
    ...'oauth.json authToken.json apikey.json login.json cookies.json keyring id.jwt .netrc credentials2 oauth_creds.json private.key'
      .split(' ')
      .map((name): [string, typeof inBase, string] => [name, inBase, 'own']),
  ]
  it.each(unknown)('an unknown %s (%o) is %s', (name, facts, share) => {
    expect(classify(name, facts)).toMatchObject({ share, known: false })
  })

  it('links nothing by default that has to do with a login', () => {
    for (const { name } of standingEntries())
      expect(name).not.toMatch(/auth|credential|secret|token|daemon|control/)
  })
})

describe("codex's .env", () => {
  it.each(['HOME=/x', ' export OPENAI_BASE_URL=http://x', 'A=1\nOPENAI_PROJECT = p', 'CODEX_API_KEY=k'])(
    '%j outranks the login',
    (text) => {
      expect(outranksLogin(text)).toBe(true)
    },
  )
  it.each(['', 'MISTRAL_API_KEY=k', '# HOME=/x', 'OPENAI_API_KEY=k', 'MYHOME=/x'])('%j does not', (text) => {
    expect(outranksLogin(text)).toBe(false)
  })
})
