/** Something that a person does with codex, which is traced. */
export interface TracedCommand {
  /** What the report calls it. */
  name: string
  words: readonly string[]
  /** What stands on stdin; the account's key where it is logged in. */
  input?: (key: string) => string
  /** On a terminal of its own, until its first screen has come to rest. */
  terminal?: true
}

const initialize = [
  {
    id: 1,
    method: 'initialize',
    params: { clientInfo: { name: 'swop', title: 'swop verify', version: '1' } },
  },
  { method: 'initialized' },
]

/** In this order, each under both accounts at once. */
export const tracedCommands: readonly TracedCommand[] = [
  { name: 'codex login --with-api-key', words: ['login', '--with-api-key'], input: (key) => `${key}\n` },
  { name: 'codex login status', words: ['login', 'status'] },
  { name: 'codex exec', words: ['exec', '--skip-git-repo-check', 'hi'] },
  { name: 'codex, its first screen', words: [], terminal: true },
  {
    name: 'codex app-server initialize',
    words: ['app-server'],
    input: () => initialize.map((line) => `${JSON.stringify(line)}\n`).join(''),
  },
  { name: 'codex mcp list', words: ['mcp', 'list'] },
  { name: 'codex logout', words: ['logout'] },
]
