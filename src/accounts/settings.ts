import * as z from 'zod/mini'
import { Failure } from '../platform/failure.ts'

export const isolationLevels = ['overlay', 'codex', 'strict'] as const

/** How much of the environment is the account's (product.md, "Isolation levels"). */
export type Isolation = (typeof isolationLevels)[number]

/** How an entry of a codex home is treated. */
export const shareModes = ['shared', 'own', 'copied'] as const

export type Share = (typeof shareModes)[number]

/** What the settings say of entries of a codex home, by their names. */
export type ShareChoices = { readonly [entry: string]: Share | undefined }

const absolutePath = z.string().check(z.regex(/^\//, 'must be an absolute path'))

const entryName = z.string().check(z.regex(/^(?!\.{1,2}$)[^/]+$/, 'must be the name of an entry'))
const share = z.optional(z.record(entryName, z.enum(shareModes, `must be one of ${shareModes.join(', ')}`)))
// TOML has no null, and no integer that JSON's would not be rounded to.
const number = z
  .number()
  .check(z.refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), 'is too large'))
const setting: z.ZodMiniType = z.lazy(() =>
  z.union([z.string(), number, z.boolean(), z.array(setting), z.record(z.string(), setting)]),
)
// what editors find the schema by
const $schema = z.optional(z.string())

export const accountSchema = z.object({
  $schema,
  version: z.literal(1),
  isolation: z.enum(isolationLevels, `must be one of ${isolationLevels.join(', ')}`),
  // entries of the real home and its XDG folders that this account does not share
  own: z.optional(z.array(absolutePath)),
  // a folder of the user's that is its CODEX_HOME as it stands; links resolved
  codexHome: z.optional(absolutePath),
  // whose login it last had: a salted hash, and what people know it by
  login: z.optional(z.object({ mark: z.string(), email: z.optional(z.string()) })),
  // entries of the codex home that this account treats in another way than the share map says
  share,
  // what the account's config.toml says beside the base one, or in another way
  overrides: z.optional(z.record(z.string(), setting)),
  // whether other accounts' logins are hidden from the commands that codex runs
  guard: z.optional(z.boolean()),
})

export const configSchema = z.object({
  $schema,
  version: z.literal(1),
  // the account that a new shell starts with
  default: z.optional(z.string()),
  // goes into what is compared of keys and tokens, so that it tells nobody else anything
  salt: z.optional(z.string()),
  // the same for all accounts; what an account says itself counts more
  share,
  // Recorded once: an env file is the same for every shell, and a shell whose HOME is an account's can't tell.
  real: z.object({
    home: absolutePath,
    codexHome: absolutePath,
    xdg: z.object({ config: absolutePath, state: absolutePath, data: absolutePath, cache: absolutePath }),
  }),
})

const bindingsSchema = z.object({
  version: z.literal(1),
  // folder → account
  bindings: z.record(absolutePath, z.string()),
})

/** bindings.json */
export type Bindings = z.infer<typeof bindingsSchema>

/** @throws Failure that names the file and the field */
export function parseBindings(text: string, path: string): Bindings {
  return parse(bindingsSchema, text, path)
}

/** account.json */
export type AccountSettings = z.infer<typeof accountSchema>
/** Whose login an account last had. */
export type LastLogin = NonNullable<AccountSettings['login']>
/** config.json */
export type Config = z.infer<typeof configSchema>

/** @throws Failure that names the file and the field */
export function parseAccount(text: string, path: string): AccountSettings {
  return parse(accountSchema, text, path)
}

/** @throws Failure that names the file and the field */
export function parseConfig(text: string, path: string): Config {
  return parse(configSchema, text, path)
}

/** The text of a settings file, as people would write it. */
export function settingsText(settings: AccountSettings | Config | Bindings): string {
  return `${JSON.stringify(settings, null, 2)}\n`
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, text: string, path: string): z.infer<Schema> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw new Failure(`${path} is not valid JSON`, 'repair the file, or put back a good copy of it')
  }
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined
  if (typeof version === 'number' && version > 1) {
    throw new Failure(`${path} was written by a newer swop (version ${version})`, 'update swop')
  }
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = issue?.path.join('.') || 'the file'
  const reason = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message
  throw new Failure(
    `${path} is broken: ${field}: ${reason ?? 'invalid'}`,
    'repair the file, or put back a good copy of it',
  )
}
