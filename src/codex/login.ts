import { createHmac } from 'node:crypto'
import * as z from 'zod/mini'
import { parseAuthJson, type AuthJson } from './auth-json.ts'
import { claim, claimsOf, date, person, plain, times, type Person } from './claims.ts'

/** How codex is logged in. An Amazon Bedrock key is an API key, too. */
export type LoginKind = 'chatgpt' | 'api-key' | 'access-token' | 'agent-identity'

/** The kinds in words. */
export const kindNames: Record<LoginKind, string> = {
  chatgpt: 'ChatGPT',
  'api-key': 'API key',
  'access-token': 'access token',
  'agent-identity': 'agent identity',
}

/** What a login says about itself. Nothing in here is a token or a key, or lets one be computed. */
export interface Login extends Person {
  kind: LoginKind
  /** same text = same login: user and workspace together; for keys and tokens a mark, never the key */
  identity: string
  /** the refresh token's: the same one in two homes is a copy that will be revoked */
  refreshMark?: string
  /** when the access token was made, and until when it is good */
  issued?: Date
  expires?: Date
  /** when codex last got new tokens */
  lastRefresh?: Date
}

const recordSchema = z.object({
  email: claim,
  plan_type: claim,
  chatgpt_user_id: claim,
  account_id: claim,
})

/** What stands for a key or a token: the same for the same one, and nothing can be told from it. */
export type Mark = (secret: string) => string

/** @param salt of this installation: marks that last, and tell nobody else anything */
export function saltedMark(salt: string): Mark {
  return (secret) => createHmac('sha256', salt).update(secret).digest('hex').slice(0, 32)
}

/** Marks for one run: which of the secrets it was that came before, by number. */
export function runningMark(): Mark {
  const seen = new Map<string, string>()
  return (secret) => {
    const known = seen.get(secret) ?? `secret ${seen.size + 1}`
    seen.set(secret, known)
    return known
  }
}

/**
 * Reads what a login says about itself.
 * @param text what is in auth.json
 * @returns the login, or what is wrong with the text: words that go after "auth.json", never a part of the text
 */
export function parseLogin(text: string, mark: Mark): Login | { problem: string } {
  if (text.trim() === '') return { problem: 'is empty' }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { problem: 'is not JSON: cut off, or not written by codex' }
  }
  const file = parseAuthJson(data)
  if ('wrong' in file) {
    return { problem: `is not a login of codex${file.wrong ? ` (wrong value of ${file.wrong})` : ''}` }
  }
  return loginOf(file, mark) ?? { problem: noLogin }
}

const noLogin = 'holds no login (codex may take it for one all the same)'

/** The order in which codex itself decides: auth_mode first, then which secret there is. */
function loginOf(file: AuthJson, mark: Mark): Login | undefined {
  const kinds: Record<NonNullable<AuthJson['auth_mode']>, typeof chatgptLogin> = {
    apikey: apiKeyLogin,
    chatgpt: chatgptLogin,
    chatgptAuthTokens: chatgptLogin,
    personalAccessToken: accessTokenLogin,
    agentIdentity: agentLogin,
    bedrockApiKey: bedrockLogin,
    bedrockAccessKeys: bedrockLogin,
  }
  if (file.auth_mode) return kinds[file.auth_mode](file, mark)
  for (const kind of [accessTokenLogin, bedrockLogin, apiKeyLogin, agentLogin, chatgptLogin]) {
    const login = kind(file, mark)
    if (login) return login
  }
  return undefined
}

function apiKeyLogin({ OPENAI_API_KEY: key }: AuthJson, mark: Mark): Login | undefined {
  return key ? { kind: 'api-key', identity: `api-key ${mark(key)}` } : undefined
}

function bedrockLogin(file: AuthJson, mark: Mark): Login | undefined {
  const keys = file.bedrock_api_key ?? file.bedrock_access_keys
  return keys ? { kind: 'api-key', identity: `api-key ${mark(JSON.stringify(keys))}` } : undefined
}

function accessTokenLogin({ personal_access_token: token }: AuthJson, mark: Mark): Login | undefined {
  return token ? { kind: 'access-token', identity: `access-token ${mark(token)}` } : undefined
}

function agentLogin({ agent_identity: agent }: AuthJson, mark: Mark): Login | undefined {
  if (!agent) return undefined
  if (typeof agent === 'string') {
    const claims = claimsOf(agent)
    return {
      kind: 'agent-identity',
      ...person(claims),
      identity: `agent-identity ${mark(agent)}`,
      ...times(claims),
    }
  }
  const record = recordSchema.parse(agent)
  const said = {
    email: record.email,
    plan: record.plan_type,
    userId: record.chatgpt_user_id,
    workspaceId: record.account_id,
  }
  return {
    kind: 'agent-identity',
    ...plain(said),
    identity: `agent-identity ${mark(JSON.stringify(agent))}`,
  }
}

function chatgptLogin({ tokens, last_refresh }: AuthJson, mark: Mark): Login | undefined {
  if (!tokens) return undefined
  const claims = claimsOf(tokens.id_token)
  // The one beside the tokens is the one that codex sends.
  const whose = { ...person(claims), ...plain({ workspaceId: tokens.account_id ?? undefined }) }
  const user = whose.userId ?? claims?.sub ?? whose.email
  const refreshed = last_refresh ? date(Date.parse(last_refresh)) : undefined
  return {
    kind: 'chatgpt',
    ...whose,
    identity: user ? `chatgpt ${user} ${whose.workspaceId ?? ''}` : `chatgpt ${mark(tokens.id_token)}`,
    ...(tokens.refresh_token ? { refreshMark: mark(tokens.refresh_token) } : {}),
    ...times(claimsOf(tokens.access_token)),
    ...(refreshed ? { lastRefresh: refreshed } : {}),
  }
}
