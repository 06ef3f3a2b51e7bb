import fs from 'fs-extra'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** A window as the vendor sends it. */
export interface SentWindow {
  used_percent: number
  limit_window_seconds: number
  /** seconds since the epoch */
  reset_at: number
}

/** What the stand-in does with requests of one workspace id: windows, a status, or never an answer. */
export type Behaviour = { windows: SentWindow[] } | { status: number } | 'hang'

/** A stand-in for the vendor's backend as far as `codex app-server` asks it for an account and its limits. */
export interface LimitsServer {
  url: string
  /** `GET /backend-api/wham/usage`, each with the workspace id that sent it */
  requests: { path: string; workspace: string }[]
  /** by workspace id; one that is not here gets 404 */
  behaviours: Map<string, Behaviour>
  close(): Promise<void>
}

/** Starts it on loopback, on a free port. */
export async function startLimitsServer(): Promise<LimitsServer> {
  const requests: LimitsServer['requests'] = []
  const behaviours: LimitsServer['behaviours'] = new Map()
  const server = createServer((request, response) => {
    request.resume()
    const path = `${request.method} ${(request.url ?? '').replace(/\?.*/, '')}`
    const workspace = String(request.headers['chatgpt-account-id'] ?? '')
    requests.push({ path, workspace })
    const behaviour = behaviours.get(workspace) ?? { status: 404 }
    if (behaviour === 'hang' && path.includes('/wham/')) return
    const body = bodyOf(path, workspace, behaviour)
    response.statusCode =
      body === undefined
        ? 'status' in Object(behaviour)
          ? (behaviour as { status: number }).status
          : 404
        : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body ?? { error: { message: `secret words about ${workspace}` } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    behaviours,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What codex 0.169.0 asks for, found by trying; it checks that the workspace's origin is https, and does not go there. */
function bodyOf(path: string, id: string, behaviour: Behaviour): unknown {
  if (path.endsWith('/models')) return { models: [] }
  if (path.endsWith('/wham/accounts/check')) {
    const workspace = {
      id,
      structure: 'personal',
      workspace_backend_origin: 'https://127.0.0.1:9',
      account_routing_override: 'NO_CONSTRAINT',
    }
    return { accounts: [workspace], account_ordering: [id], default_account_id: id }
  }
  if (!path.endsWith('/wham/usage') || behaviour === 'hang' || 'status' in behaviour) return undefined
  const [primary, secondary] = behaviour.windows
  const sent = (window: SentWindow | undefined) => (window ? { ...window, reset_after_seconds: 60 } : null)
  return {
    plan_type: 'plus',
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: sent(primary),
      secondary_window: sent(secondary),
    },
  }
}

/** The config.toml that makes codex ask this server, and nobody else, with the login of its home. */
export function limitsConfig(url: string): string {
  return `chatgpt_base_url = "${url}/backend-api"
model = "gpt-5"
model_provider = "mock"

[features]
plugins = false

[analytics]
enabled = false

[model_providers.mock]
name = "mock"
base_url = "${url}/v1"
wire_api = "responses"
requires_openai_auth = true
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0
`
}

/**
 * Writes an auth.json as codex writes one for a ChatGPT login, with made-up and unsigned tokens that are far from expiry:
 * codex has no reason to refresh them.
 * @param workspace its chatgpt_account_id, by which the server knows it
 * @returns the secret words in it, which nobody may print
 */
export function writeChatGptLogin(codexHome: string, workspace: string): string[] {
  const auth = {
    chatgpt_plan_type: 'plus',
    chatgpt_user_id: `user-${workspace}`,
    chatgpt_account_id: workspace,
  }
  const claims = {
    email: `${workspace}@example.org`,
    exp: Math.floor(Date.now() / 1000) + 10 * 86_400,
    'https://api.openai.com/auth': auth,
  }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = [encode({ alg: 'none', typ: 'JWT' }), encode(claims), encode({ made: 'up' })].join('.')
  const tokens = {
    id_token: token,
    access_token: token,
    refresh_token: `rt-${workspace}`,
    account_id: workspace,
  }
  const login = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() }
  fs.writeFileSync(join(codexHome, 'auth.json'), JSON.stringify(login), { mode: 0o600 })
  return [token, `rt-${workspace}`]
}
