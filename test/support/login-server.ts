import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pretendToBeEverybody } from './vendor.ts'

// A stand-in for the vendor's login server, as codex 0.169.0 speaks with one (found by logging its requests): browser and
// device flow, refresh, revocation, and who an access token belongs to.

/** Who logs in; the claims of an id_token. */
export interface Person {
  email: string
  userId: string
  workspaceId: string
  plan: string
}

/** A request, without what is secret in it. */
export interface LoginRequest {
  method: string
  host: string
  path: string
  /** of `/oauth/token` */
  grant: string | undefined
  status: number
}

export interface LoginServer {
  requests: readonly LoginRequest[]
  /** Everybody who comes to the issuer is this one. */
  person: Person
  /** Whether a device code has been confirmed in a browser. */
  confirmed: boolean
  /** How long an access token holds, in s. */
  lifetime: number
  /** All tokens that were ever issued: none of them may turn up anywhere but in an auth.json. */
  secrets: readonly string[]
  /** The refresh tokens that would still be honoured. */
  valid: ReadonlySet<string>
  /** Access tokens (`at-…`) that `whoami` knows. */
  accessTokens: Map<string, Person>
  /** What leads codex here. */
  variables: Readonly<Record<string, string>>
  close(): Promise<void>
}

/**
 * Starts the server on loopback, on a free port.
 * @param folder for its certificate
 */
export async function startLoginServer(folder: string, person: Person): Promise<LoginServer> {
  const requests: LoginRequest[] = []
  const secrets: string[] = []
  const people = new Map<string, Person>()
  const valid = new Set<string>()
  const verifier = newSecret('verifier')

  const issue = (owner: Person) => {
    const refresh = newSecret('refresh')
    const times = { iat: now(), exp: now() + state.lifetime, jti: newSecret('jti') }
    const tokens = {
      id_token: token({ ...claims(owner), ...times }),
      access_token: token({ ...claims(owner), ...times, aud: 'api' }),
      refresh_token: refresh,
    }
    secrets.push(...Object.values(tokens))
    people.set(refresh, owner)
    valid.add(refresh)
    return tokens
  }

  const answer = (request: IncomingMessage, path: string, body: Record<string, string>) => {
    if (path.endsWith('/deviceauth/usercode'))
      return { status: 200, json: { device_auth_id: 'device', user_code: 'ABCD-1234', interval: '1' } }
    if (path.endsWith('/deviceauth/token')) {
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const codes = {
        authorization_code: newSecret('code'),
        code_challenge: challenge,
        code_verifier: verifier,
      }
      return state.confirmed ? { status: 200, json: codes } : { status: 403, json: {} }
    }
    if (path === '/oauth/token' && body.grant_type === 'authorization_code')
      return { status: 200, json: issue(state.person) }
    if (path === '/oauth/token' && body.grant_type === 'refresh_token') {
      const owner = people.get(body.refresh_token ?? '')
      if (owner && valid.delete(body.refresh_token ?? '')) return { status: 200, json: issue(owner) }
      const code = owner ? 'refresh_token_reused' : 'refresh_token_invalidated'
      return { status: 401, json: { error: { code, message: 'no longer valid' } } }
    }
    if (path === '/oauth/revoke') {
      valid.delete(body.token ?? '')
      return { status: 200, json: {} }
    }
    if (path.endsWith('/user-auth-credential/whoami')) {
      const owner = state.accessTokens.get(bearer(request) ?? '')
      return owner ? { status: 200, json: whoami(owner) } : { status: 401, json: {} }
    }
    return { status: 404, json: {} }
  }

  const { variables, close } = await pretendToBeEverybody(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const body = parseBody(await textOf(request))
    const { status, json } = answer(request, pathname, body)
    const { method = '', headers } = request
    requests.push({ method, host: headers.host ?? '', path: pathname, grant: body.grant_type, status })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  }, folder)
  const state: LoginServer = {
    requests,
    person,
    confirmed: false,
    lifetime: 3600,
    secrets,
    valid,
    accessTokens: new Map(),
    variables,
    close,
  }
  return state
}

const now = () => Math.floor(Date.now() / 1000)
const newSecret = (kind: string) => `made-up-${kind}-${randomBytes(12).toString('hex')}`
const bearer = (request: IncomingMessage) => request.headers.authorization?.replace(/^Bearer /, '')

/** A JWT; codex checks no signature of an id_token. */
function token(payload: object): string {
  const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url')
  return [
    part({ alg: 'none', typ: 'JWT' }),
    part(payload),
    Buffer.from('signature').toString('base64url'),
  ].join('.')
}

function claims({ email, userId, workspaceId, plan }: Person): object {
  const auth = {
    chatgpt_plan_type: plan,
    chatgpt_user_id: userId,
    user_id: userId,
    chatgpt_account_id: workspaceId,
  }
  return {
    email,
    sub: userId,
    'https://api.openai.com/auth': auth,
    'https://api.openai.com/profile': { email },
  }
}

function whoami({ email, userId, workspaceId, plan }: Person): object {
  return {
    email,
    chatgpt_user_id: userId,
    chatgpt_account_id: workspaceId,
    chatgpt_plan_type: plan,
    chatgpt_account_is_fedramp: false,
  }
}

/** codex sends forms for a code, JSON for a refresh. */
function parseBody(text: string): Record<string, string> {
  return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
