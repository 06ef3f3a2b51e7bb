import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ancestryOf } from './ancestry.ts'
import type { Ancestor } from './connection.ts'

/** What one request told the server. */
export interface SeenRequest {
  method: string
  /** Without the query. */
  path: string
  /** The bearer of the authorization header. */
  key: string | undefined
  /** CODEX_HOME as the client had it in its environment. */
  codexHome: string | undefined
  /** SWOP_VERIFY_RUN as the client had it in its environment. */
  run: string | undefined
  clientPort: number
  /** The client's process first, then its parent and so on up. */
  ancestry: readonly Ancestor[]
}

export interface ModelServer {
  /** What `base_url` has to be. */
  url: string
  /** In the order of their arrival; a request is here before it is answered. */
  requests: readonly SeenRequest[]
  close(): Promise<void>
}

/** A tool of codex's, and what the model says to it. */
export interface ToolCall {
  name: string
  args: object
}

type StreamEvent = { type: string } & Record<string, unknown>

const homeHeader = 'x-swop-codex-home'
const runHeader = 'x-swop-run'

/**
 * Starts a stand-in for the vendor's API that answers every turn with one word, on loopback, on a free port.
 * @param call for tests: a tool that the model calls first in each run (SWOP_VERIFY_RUN), before the word
 * @param word for tests: another word, which may depend on who asks
 * @returns the server, listening
 */
export async function startModelServer(
  call?: ToolCall,
  word: (seen: SeenRequest) => string = () => 'hello',
): Promise<ModelServer> {
  const requests: SeenRequest[] = []
  const asked = new Set<string | undefined>()
  const server = createServer(async (request, response) => {
    const seen = await see(request)
    requests.push(seen)
    const calls = call && isTurn(seen) && !asked.has(seen.run)
    const item = calls ? callOf(call) : messageOf(word(seen))
    if (calls) asked.add(seen.run)
    answer(seen, response, turnOf(item))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the model server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * The config.toml that makes codex talk to a model server with the login of its own home (codex.md, section 10;
 * tried with 0.92.0 and 0.169.0). codex puts two variables of its environment into headers: which home, which run.
 * @param url a server's `url`
 */
export function modelServerConfig(url: string): string {
  return `model = "gpt-5"
model_provider = "mock"

# Every start of 0.169.0 would ask github.com for plugins, and report to ab.chatgpt.com: 5 s where no network is.
[features]
plugins = false

[analytics]
enabled = false

[model_providers.mock]
name = "mock"
base_url = "${url}"
wire_api = "responses"
requires_openai_auth = true
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0
env_http_headers = { "${homeHeader}" = "CODEX_HOME", "${runHeader}" = "SWOP_VERIFY_RUN" }
`
}

async function see(request: IncomingMessage): Promise<SeenRequest> {
  request.resume() // what codex asks does not matter (and may be compressed)
  const { remotePort: clientPort = 0, localPort: serverPort = 0 } = request.socket
  const header = (name: string) => [request.headers[name]].flat()[0]
  return {
    method: request.method ?? '',
    path: (request.url ?? '').replace(/\?.*/, ''),
    key: header('authorization')?.replace(/^Bearer\s+/i, ''),
    // node reads headers as latin1, and codex sends the bytes of a path as they are.
    codexHome: header(homeHeader) && Buffer.from(header(homeHeader) ?? '', 'latin1').toString(),
    run: header(runHeader),
    clientPort,
    ancestry: await ancestryOf({ clientPort, serverPort }),
  }
}

function isTurn({ method, path }: SeenRequest): boolean {
  return method === 'POST' && path.endsWith('/responses')
}

function answer(seen: SeenRequest, response: ServerResponse, turn: readonly StreamEvent[]): void {
  const { method, path } = seen
  if (isTurn(seen)) {
    response.setHeader('content-type', 'text/event-stream')
    response.end(turn.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
    return
  }
  const models = method === 'GET' && path.endsWith('/models')
  response.statusCode = models ? 200 : 404
  response.setHeader('content-type', 'application/json')
  response.end(models ? '{"models":[]}' : '{}')
}

function messageOf(text: string): object {
  return { type: 'message', role: 'assistant', id: 'm1', content: [{ type: 'output_text', text }] }
}

function callOf({ name, args }: ToolCall): object {
  return { type: 'function_call', id: 'f1', call_id: 'c1', name, arguments: JSON.stringify(args) }
}

/** The fewest events and fields that both versions accept as a whole turn. */
function turnOf(item: object): StreamEvent[] {
  const usage = {
    input_tokens: 1,
    input_tokens_details: null,
    output_tokens: 1,
    output_tokens_details: null,
    total_tokens: 2,
  }
  return [
    { type: 'response.created', response: { id: 'r1' } },
    { type: 'response.output_item.done', item },
    { type: 'response.completed', response: { id: 'r1', usage } },
  ]
}
