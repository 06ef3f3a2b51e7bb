import { parse } from 'smol-toml'
import * as z from 'zod/mini'

const lenient = z.catch
const text = lenient(z.optional(z.string()), undefined)

const schema = z.object({
  cli_auth_credentials_store: text,
  sqlite_home: text,
  chatgpt_base_url: text,
  openai_base_url: text,
  model_provider: text,
  profile: text,
  profiles: lenient(z.optional(z.record(z.string(), z.object({ model_provider: text }))), undefined),
  model_providers: lenient(
    z.optional(z.record(z.string(), z.object({ env_key: text, experimental_bearer_token: text }))),
    undefined,
  ),
})

/** A setting of config.toml that decides which login codex uses, or where it or the state goes; never its value. */
export interface Defeat {
  setting: string
  why: string
}

/**
 * @param toml the text of a config.toml; what can't be read says nothing here (codex/config.ts says what is wrong)
 * @param isDatabaseHome whether a folder is where the accounts have their databases
 * @returns settings that go before an account's login (codex.md, section 4, its last paragraph)
 */
export function isolationDefeats(toml: string, isDatabaseHome: (path: string) => boolean): Defeat[] {
  const config = read(toml)
  if (config === undefined) return []
  const name = (config.profile && config.profiles?.[config.profile]?.model_provider) || config.model_provider
  const provider = (name && config.model_providers?.[name]) || undefined
  const [store, sqlite] = [config.cli_auth_credentials_store, config.sqlite_home]
  const rows: [boolean, string, string][] = [
    [
      store !== undefined && store !== 'file',
      'cli_auth_credentials_store',
      'logins are not kept in auth.json, where swop can tell one account from another',
    ],
    [
      sqlite !== undefined && !isDatabaseHome(sqlite),
      'sqlite_home',
      'it goes before CODEX_SQLITE_HOME: the state of the sessions is elsewhere than the sessions',
    ],
    [
      Boolean(provider?.env_key),
      `model_providers.${name}.env_key`,
      'every account sends the key of that variable',
    ],
    [
      Boolean(provider?.experimental_bearer_token),
      `model_providers.${name}.experimental_bearer_token`,
      'every account sends that token, and it stands in a shared file',
    ],
    [isElsewhere(config.chatgpt_base_url), 'chatgpt_base_url', 'ChatGPT logins are sent to another address'],
    [isElsewhere(config.openai_base_url), 'openai_base_url', 'logins are sent to another address'],
  ]
  return rows.filter(([holds]) => holds).map(([, setting, why]) => ({ setting, why }))
}

function read(toml: string): z.infer<typeof schema> | undefined {
  try {
    const result = schema.safeParse(parse(toml))
    return result.success ? result.data : undefined
  } catch {
    return undefined
  }
}

/** The vendor's own addresses may be spelled out. */
function isElsewhere(address: string | undefined): boolean {
  return Boolean(address) && !/^https:\/\/([\w-]+\.)*(chatgpt|openai)\.com(\/|$)/.test(address ?? '')
}
