import { loginVariables } from './variables.ts'
import type { Share, ShareChoices } from '../accounts/settings.ts'

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

/**
 * Says how an entry of a codex home is treated: as the settings say, where they may, else as the share map does.
 * @param name the entry's name, without a path
 * @param rows the share map; another one shows what a missing row would do
 */
export function classify(
  name: string,
  facts: EntryFacts,
  chosen: ShareChoices = {},
  rows: readonly Row[] = shareMap,
): ShareRule {
  const rule = mapped(name, facts, rows)
  const share = Object.hasOwn(chosen, name) ? chosen[name] : undefined
  if (share === undefined || share === rule.share || rule.fixed) return rule
  const as = share === 'shared' && rule.share === 'own' ? 'any' : rule.as
  return { ...rule, share, as, known: true, why: 'the settings say so' }
}

/**
 * Why a setting can't make an entry what it should be.
 * @returns undefined when it can
 */
export function refusedShare(name: string, share: Share): string | undefined {
  const rule = mapped(name, { inBase: true, kind: 'file' })
  // Where case does not count (macOS), aUth.json is the login.
  const same = mapped(name.toLowerCase(), { inBase: true, kind: 'file' })
  if (same.fixed && share !== same.share && !rule.fixed)
    return `${name.toLowerCase()} is always ${inWords[same.share]}: ${same.why}`
  if (rule.fixed && share !== rule.share) return `${name} is always ${inWords[rule.share]}: ${rule.why}`
  if (share !== 'copied') return undefined
  if (name === '.env') return 'keys are kept in .env, which swop does not copy'
  return rule.as === 'folder' ? `${name} is a folder, and only a file can be copied` : undefined
}

const inWords = { shared: 'shared', own: "the account's own", copied: 'copied' }

function mapped(name: string, facts: EntryFacts, rows: readonly Row[] = shareMap): ShareRule {
  if (name === '.env') return facts.outranksLogin ? dotenvOwn : dotenvShared
  const row = rows.find((candidate) =>
    candidate.names.some((test) => (typeof test === 'string' ? test === name : test.test(name))),
  )
  if (row === undefined) return classifyUnknown(name, facts)
  return { share: row.share, as: row.as, known: true, fixed: row.fixed, why: row.why }
}

/** Names of `shared` entries that every account has a link for, whether or not the base codex home has them yet. */
export function standingEntries(): { name: string; as: 'file' | 'folder' }[] {
  return shareMap.flatMap(({ share, as, names }) =>
    share === 'shared' && (as === 'file' || as === 'folder')
      ? names.filter((name) => typeof name === 'string').map((name) => ({ name, as }))
      : [],
  )
}

/**
 * Whether codex's own `.env` would change the account: codex loads it over the environment, ignoring CODEX_* lines.
 * @param text the file's text
 */
export function outranksLogin(text: string): boolean {
  const outranking: readonly string[] = ['HOME', ...loginVariables]
  return text.split('\n').some((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line)?.[1]
    return name !== undefined && outranking.includes(name)
  })
}

const dotenvOwn: ShareRule = {
  share: 'own',
  as: 'any',
  known: true,
  fixed: true,
  why: 'it sets HOME, or a variable that outranks the login',
}
const dotenvShared: ShareRule = {
  share: 'shared',
  as: 'any',
  known: true,
  fixed: false,
  why: 'keys of model providers are kept here',
}

/** codex.md, section 1, last row: what a later codex may add. When in doubt an entry is the account's own. */
function classifyUnknown(name: string, facts: EntryFacts): ShareRule {
  // Words, also those of camelCase.
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
  const secretive =
    'auth oauth login credential credentials creds token tokens secret secrets key keys apikey keyring cookie cookies jwt netrc daemon control'.split(
      ' ',
    )
  const processBound = ['lock', 'pid', 'sock', 'socket', 'db', 'sqlite']
  const unknown = { as: 'any', known: false, fixed: false } as const
  if (words.some((word) => secretive.includes(word))) {
    return {
      ...unknown,
      share: 'own',
      fixed: true,
      why: 'unknown, and its name speaks of a login or a daemon',
    }
  }
  if (
    facts.kind === 'socket' ||
    facts.kind === 'other' ||
    words.some((word) => processBound.includes(word))
  ) {
    return {
      ...unknown,
      share: 'own',
      fixed: true,
      why: 'unknown, and a lock, socket, pid file or database by its name',
    }
  }
  return facts.inBase
    ? { ...unknown, share: 'shared', why: 'unknown, and the base codex home has it' }
    : { ...unknown, share: 'own', why: 'unknown, and only the account has it' }
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
