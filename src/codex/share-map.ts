import type { Share } from '../accounts/settings.ts'

/** What a directory entry is, without following links. */
export type EntryKind = 'file' | 'folder' | 'link' | 'socket' | 'other'

/** How an entry of a codex home is treated. */
export interface ShareRule {
  share: Share
  /**
   * What a shared entry is. A `folder` is made in the base codex home before it is linked (codex fails on a dangling
   * folder link); a `file` link may dangle (codex creates the target); a `database` is found through
   * CODEX_SQLITE_HOME and never linked; `login` is an own entry that must not be a link at all; `any` is linked only
   * while the base codex home has it.
   */
  as: 'file' | 'folder' | 'database' | 'login' | 'any'
  /** False for a name that this table does not have: reported, so that a new codex is noticed. */
  known: boolean
  /** No setting can change it: a login would be linked, or what belongs together would be torn apart. */
  fixed: boolean
  why: string
}

/** What the share map says of some names: exact ones, or patterns. */
export interface Row extends Pick<ShareRule, 'share' | 'as' | 'fixed' | 'why'> {
  names: readonly (string | RegExp)[]
}

// Measured with 0.92.0 and 0.169.0; codex.md, section 1, has the evidence. The first row that fits counts.
export const shareMap: readonly Row[] = [
  login('the login: a link here loses it or hands it to another account', [
    'auth.json',
    'auth.lock',
    'auth.json.lock',
    /^\.auth-/,
    /^auth.*\.bak$/,
  ]),
  login('the daemon keeps the login it was started with', ['app-server-control', 'app-server-daemon']),
  login('logins of MCP servers; codex refuses links here', [
    '.credentials.json',
    'mcp-oauth-locks',
    'secrets',
  ]),
  fixed(own('codex replaces the link when it writes', ['cloud-config-bundle-cache.json'])),
  fixed(own('belongs to a database beside it', [/\.sqlite-(wal|shm|journal)$/, '.sqlite-maintenance.lock'])),
  own('has the identity of an account in it', ['models_cache.json', /^codex-app.*-cache\.json$/, 'cache']),
  own('would make accounts linkable', ['installation_id']),
  own("one process's clean-up removes another's file", ['shell_snapshots', 'tmp', '.tmp']),
  own('a temporary file on its way to a rename', [/^\.tmp/]),
  own("swop's own, while it works", [/^\.swop([-.]|$)/]),
  own('belongs to one home', ['log', '.sandbox_migration', 'environments.toml']),
  // 0.99.0 to 0.144.2: the TUI notes here that it has looked at config.toml (swop verify --trace).
  own('a note that one home is done with a change of settings', ['.personality_migration']),

  fixed(
    folders("sessions are one person's; without the locks two accounts could write into one session", [
      'sessions',
      'archived_sessions',
      'thread-writer-locks',
      'tui-thread-reference-capabilities',
    ]),
  ),
  fixed(files('the index of the shared sessions', ['session_index.jsonl', 'session_index.jsonl.lock'])),
  {
    share: 'shared',
    as: 'database',
    fixed: true,
    why: 'the state of the shared sessions, found through CODEX_SQLITE_HOME',
    // logs_1: 0.114.0 and 0.118.0 (swop verify --trace)
    names: [/^(state_5|thread_history_1|queue_1|goals_1|memories_1|memories_v2_1|logs_[12])?\.sqlite$/],
  },
  folders("the daemon's own binary, 404 MB a copy", ['packages']),
  folders("instructions, skills and memories are one person's", [
    'skills',
    'rules',
    'agents',
    'prompts',
    'memories',
    'plugins',
    'generated_images',
  ]),
  files("settings and instructions are one person's", [
    'config.toml',
    'AGENTS.md',
    'AGENTS.override.md',
    'hooks.json',
  ]),
  files("history and hints are one person's", [
    'history.jsonl',
    'version.json',
    'mention_usage.json',
    'internal_storage.json',
  ]),
  { share: 'shared', as: 'any', fixed: false, why: 'a settings profile', names: [/^.+\.config\.toml$/] },
]

/** What has to be known of an entry, beside its name, to say how it is treated. */
export interface EntryFacts {
  /** Whether the base codex home has an entry of this name. */
  inBase: boolean
  kind: EntryKind
  /** For `.env`: whether it sets HOME or a variable that outranks the login (see `outranksLogin`). */
  outranksLogin?: boolean
}

/** Names of `shared` entries that every account has a link for, whether or not the base codex home has them yet. */
export function standingEntries(): { name: string; as: 'file' | 'folder' }[] {
  return shareMap.flatMap(({ share, as, names }) =>
    share === 'shared' && (as === 'file' || as === 'folder')
      ? names.filter((name) => typeof name === 'string').map((name) => ({ name, as }))
      : [],
  )
}

function fixed(row: Row): Row {
  return { ...row, fixed: true }
}

function own(why: string, names: Row['names']): Row {
  return { share: 'own', as: 'any', fixed: false, why, names }
}

function login(why: string, names: Row['names']): Row {
  return { share: 'own', as: 'login', fixed: true, why, names }
}

function folders(why: string, names: readonly string[]): Row {
  return { share: 'shared', as: 'folder', fixed: false, why, names }
}

function files(why: string, names: readonly string[]): Row {
  return { share: 'shared', as: 'file', fixed: false, why, names }
}
