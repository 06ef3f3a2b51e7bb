import { parse, TomlError } from 'smol-toml'
import * as z from 'zod/mini'

const patterns = z._default(z.array(z.string()), [])

const policySchema = z.object({
  inherit: z._default(z.enum(['all', 'core', 'none']), 'all'),
  // True in both versions: keys pass to codex's commands unless the user says otherwise (codex.md, section 8).
  ignore_default_excludes: z._default(z.boolean(), true),
  exclude: patterns,
  set: z._default(z.record(z.string(), z.string()), {}),
  include_only: patterns,
})

const providerSchema = z.object({
  env_key: z.optional(z.string()),
  env_http_headers: z.optional(z.record(z.string(), z.string())),
})

const stores = ['file', 'keyring', 'auto', 'ephemeral'] as const

/** Where codex keeps a login: auth.json, the system's keyring, whichever of them it finds, or its memory only. */
export type CredentialStore = (typeof stores)[number]

const configSchema = z.object({
  cli_auth_credentials_store: z.optional(z.enum(stores)),
  allow_login_shell: z._default(z.boolean(), true),
  sqlite_home: z.optional(z.string()),
  model_provider: z._default(z.string(), 'openai'),
  model_providers: z._default(z.record(z.string(), providerSchema), {}),
  shell_environment_policy: z.prefault(policySchema, {}),
})

/** Which variables the commands get that codex runs (`shell_environment_policy`). */
export type EnvironmentPolicy = z.infer<typeof policySchema>

/** What config.toml says that decides about the environment; codex's defaults for what it does not say. */
export interface CodexSettings {
  /** as this file says; codex's default is `file` */
  credentialStore: CredentialStore | undefined
  policy: EnvironmentPolicy
  allowLoginShell: boolean
  sqliteHome: string | undefined
  /** the provider that is in use */
  provider: string
  /** variable → the providers that read it (`env_key`, `env_http_headers`) */
  readBy: ReadonlyMap<string, readonly string[]>
}

/** Settings, and what is wrong with them: never a part of the text, which may hold a key. */
export interface ParsedConfig {
  settings: CodexSettings
  problem?: string
}

/**
 * @param text of config.toml; undefined when there is none
 * @returns its settings; codex's defaults where it can't be read
 */
export function parseCodexConfig(text: string | undefined): ParsedConfig {
  // The accounts that a list shows mostly have one file.
  if (last === undefined || last.text !== text) last = { text, parsed: parsed(text) }
  return last.parsed
}

let last: { text: string | undefined; parsed: ParsedConfig } | undefined

function parsed(text: string | undefined): ParsedConfig {
  const defaults = settingsOf(configSchema.parse({}))
  let data: unknown
  try {
    data = parse(text ?? '')
  } catch (error) {
    const place = error instanceof TomlError ? `line ${error.line}, column ${error.column}` : 'the file'
    return { settings: defaults, problem: `is not valid TOML: ${place}` }
  }
  const result = configSchema.safeParse(data)
  if (result.success) return { settings: settingsOf(result.data) }
  // Two words are enough to find it; what follows may be a name of the user's, or a key in a name's place.
  const place = result.error.issues[0]?.path.slice(0, 2).join('.')
  return { settings: defaults, problem: `has a wrong value: ${place}` }
}

function settingsOf(config: z.infer<typeof configSchema>): CodexSettings {
  const readBy = new Map<string, string[]>()
  for (const [provider, { env_key, env_http_headers }] of Object.entries(config.model_providers)) {
    for (const name of [env_key, ...Object.values(env_http_headers ?? {})]) {
      if (name && isVariable(name)) readBy.set(name, [...new Set([...(readBy.get(name) ?? []), provider])])
    }
  }
  return {
    credentialStore: config.cli_auth_credentials_store,
    policy: config.shell_environment_policy,
    allowLoginShell: config.allow_login_shell,
    sqliteHome: config.sqlite_home,
    provider: config.model_provider,
    readBy,
  }
}

/** A key that was put where its variable's name belongs is no name. */
function isVariable(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,38}$/.test(name)
}
