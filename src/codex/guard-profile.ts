import { basename, dirname, join } from 'node:path'
import { isTable, merged, valueAt, type Table } from '../toml/table.ts'

// Permission profiles of codex 0.169.0, measured on Linux (bubblewrap) with `codex sandbox` and `codex exec`:
// - a denied folder stays unreadable whatever is renamed in it, or it is renamed to; a denied file that is replaced does not;
// - a plain path that is a link, or a missing file in a folder that is read-only in the sandbox, makes every command fail;
//   a pattern counts for the files that are there when the command starts, and a missing one is no error;
// - a folder that is denied can't have exceptions; a pattern denies no folder;
// - `*`, `?`, `[` and `]` in a path can't be escaped;
// - within one config.toml, default_permissions makes sandbox_mode and [sandbox_workspace_write] count for nothing.

// Measured: without a setting, codex exec takes :read-only there, and :workspace where trust was given or refused.
const undecided =
  'config.toml has no sandbox_mode: in folders whose trust you have not decided, codex exec may now write, too; to keep it from that, set sandbox_mode = "read-only"'

/** What no command of an account is to read. */
export interface Hidden {
  /** existing folders, links resolved */
  folders: readonly string[]
  /** files of logins in folders that commands may read, also those that are not there yet */
  files: readonly HiddenFile[]
}

/** A file, or several: codex takes the name for a pattern. */
export interface HiddenFile {
  folder: string
  pattern: string
}

/** What makes codex hide it, or why that is not possible. */
export interface Guard {
  /** for config.toml; empty when it can't be */
  settings: Table
  /** the user's own profile, or codex's, that it adds to */
  extends?: string
  hidden: Hidden
  /** what else it changes */
  note?: string
  /** why it does nothing */
  problem?: string
}

/**
 * The settings that hide other accounts' logins from the commands that codex runs, over what the user has chosen: the
 * sandbox stays as it was but for that.
 * @param config config.toml as it is without the guard
 */
export function guardOver(config: Table, hidden: Hidden): Guard {
  const nothing = (problem: string): Guard => ({ settings: {}, hidden, problem })
  const strange = [...hidden.folders, ...hidden.files.map(({ folder }) => folder)].find((path) =>
    /[*?[\]]/.test(path),
  )
  if (strange !== undefined)
    return nothing(`codex can't deny ${strange}: it takes *, ?, [ and ] in a path for a pattern`)
  const base = profileOf(config)
  if (base === undefined)
    return nothing(
      'config.toml switches the sandbox off (sandbox_mode or default_permissions), and without one codex denies nothing',
    )
  const name = freeName(config)
  const legacy = typeof config.default_permissions === 'string' ? {} : legacySettings(config)
  const files = hidden.files.map(({ folder, pattern }) => join(folder, pattern))
  const denied = [...hidden.folders, ...files].map((path): [string, string] => [path, 'deny'])
  return {
    settings: {
      default_permissions: name,
      permissions: {
        [name]: {
          extends: base,
          filesystem: { ...legacy.filesystem, ...Object.fromEntries(denied) },
          ...(legacy.network ? { network: { enabled: true } } : {}),
        },
      },
    },
    extends: base,
    hidden,
    ...(decidesSandbox(config) ? {} : { note: undecided }),
  }
}

/**
 * Patterns of all files in which a codex home has logins; `[n]` instead of `n` makes a name a pattern.
 * @param target where auth.json leads, if it is a link
 */
export function loginPatterns(codexHome: string, target?: string): HiddenFile[] {
  const names = ['auth.jso[n]', 'auth*.bak', '.auth-*', '.credentials.jso[n]', 'secret[s]/**']
  const files = names.map((pattern) => ({ folder: codexHome, pattern }))
  if (target === undefined) return files
  return [...files, { folder: dirname(target), pattern: basename(target).replace(/(\w)(?=\W*$)/, '[$1]') }]
}

/** What is hidden, in words. */
export function shownHidden({ folders, files }: Hidden): string[] {
  return [...folders, ...files.map(({ folder, pattern }) => join(folder, pattern.replace(/\[(\w)\]/, '$1')))]
}

/** What codex reads below config.toml, and above it. */
export const systemFiles = { below: '/etc/codex/config.toml', above: '/etc/codex/managed_config.toml' }

/** config.toml over the system's: the upper one that decides about the sandbox does so alone. */
export function overSystem(system: Table, user: Table): Table {
  const { sandbox_mode: _, default_permissions: __, ...rest } = system
  return merged(decidesSandbox(user) ? rest : system, user)
}

/** Whether a layer of codex's settings decides about the sandbox, so that one below it does not. */
export function decidesSandbox(config: Table): boolean {
  return config.sandbox_mode !== undefined || config.default_permissions !== undefined
}

/** The profile that codex would use; without any setting, that of folders about whose trust the user has decided. */
function profileOf({ default_permissions: chosen, sandbox_mode: mode }: Table): string | undefined {
  // The only two that a profile can extend, besides the user's own.
  const builtIn = [':workspace', ':read-only']
  if (typeof chosen === 'string')
    return !chosen.startsWith(':') || builtIn.includes(chosen) ? chosen : undefined
  if (mode === 'danger-full-access') return undefined
  return mode === 'read-only' ? ':read-only' : ':workspace'
}

/** What [sandbox_workspace_write] says, in a profile's words. */
function legacySettings(config: Table): { filesystem?: Table; network?: boolean } {
  const legacy = config.sandbox_workspace_write
  if (!isTable(legacy) || config.sandbox_mode === 'read-only') return {}
  const roots = Array.isArray(legacy.writable_roots) ? legacy.writable_roots : []
  const filesystem: [string, string][] = roots
    .filter((root) => typeof root === 'string')
    .map((root) => [root, 'write'])
  if (legacy.exclude_slash_tmp === true) filesystem.push([':slash_tmp', 'read'])
  if (legacy.exclude_tmpdir_env_var === true) filesystem.push([':tmpdir', 'read'])
  return { filesystem: Object.fromEntries(filesystem), network: legacy.network_access === true }
}

function freeName(config: Table): string {
  const taken = (name: string) =>
    name === config.default_permissions || valueAt(config, ['permissions', name]) !== undefined
  let name = 'swop-guard'
  while (taken(name)) name += '-2'
  return name
}
