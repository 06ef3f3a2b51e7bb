import * as z from 'zod/mini'
import { claimsOf } from './claims.ts'

const text = z.optional(z.nullable(z.string()))

// What 0.169.0 takes; another one makes it refuse the whole file.
const modes = [
  'apikey',
  'chatgpt',
  'chatgptAuthTokens',
  'personalAccessToken',
  'agentIdentity',
  'bedrockApiKey',
  'bedrockAccessKeys',
] as const

// codex 0.169: AuthDotJson and TokenData, by their field names; a field that codex requires is required here. An id
// token that can't be decoded makes codex refuse the whole file.
const fileSchema = z.object({
  auth_mode: z.optional(z.nullable(z.enum(modes))),
  OPENAI_API_KEY: text,
  personal_access_token: text,
  agent_identity: z.optional(z.nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))),
  bedrock_api_key: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  bedrock_access_keys: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  tokens: z.optional(
    z.nullable(
      z.object({
        id_token: z.string().check(z.refine((token) => claimsOf(token) !== undefined)),
        access_token: z.string(),
        refresh_token: z.string(),
        account_id: text,
      }),
    ),
  ),
  last_refresh: z.optional(z.nullable(z.string().check(z.refine((when) => !Number.isNaN(Date.parse(when)))))),
})

/** auth.json, as codex takes it. */
export type AuthJson = z.infer<typeof fileSchema>

const known: ReadonlySet<PropertyKey> = new Set([
  ...Object.keys(fileSchema.shape),
  'id_token',
  'access_token',
  'refresh_token',
  'account_id',
])

/**
 * @param data what is in auth.json
 * @returns the same with its types, or the field that is wrong, if it has one of codex's names: another one may be a key
 * in a name's place
 */
export function parseAuthJson(data: unknown): AuthJson | { wrong: string } {
  const result = fileSchema.safeParse(data)
  if (result.success) return result.data
  return { wrong: (result.error.issues[0]?.path ?? []).filter((part) => known.has(part)).join('.') }
}
