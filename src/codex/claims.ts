import * as z from 'zod/mini'

const lenient = z.catch
/** A text that is as good as not there when it is no text. */
export const claim = lenient(z.optional(z.string()), undefined)
const seconds = lenient(z.optional(z.number()), undefined)

// codex.md, section 5; a claim that is not as expected is as good as none.
const claimsSchema = z.object({
  email: claim,
  sub: claim,
  iat: seconds,
  exp: seconds,
  'https://api.openai.com/profile': lenient(z.optional(z.object({ email: claim })), undefined),
  'https://api.openai.com/auth': lenient(
    z.optional(
      z.object({
        chatgpt_plan_type: claim,
        chatgpt_user_id: claim,
        user_id: claim,
        chatgpt_account_id: claim,
      }),
    ),
    undefined,
  ),
})

/** What a token says about its owner, and for how long it is good. */
export type Claims = z.infer<typeof claimsSchema>

// The same token is asked for twice in a row: whether it is one, and then what it says.
let last: { token: string; claims: Claims | undefined } | undefined

/** The claims of a JWT; the signature is not needed to read them. Undefined for anything that is no JWT. */
export function claimsOf(token: string): Claims | undefined {
  if (last?.token !== token) last = { token, claims: decoded(token) }
  return last.claims
}

function decoded(token: string): Claims | undefined {
  const [, payload, signature] = token.split('.')
  if (!payload || signature === undefined) return undefined
  try {
    const result = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return result.success ? result.data : undefined
  } catch {
    return undefined
  }
}

/** Whose a login is. */
export interface Person {
  email?: string
  plan?: string
  userId?: string
  workspaceId?: string
}

/** Whose a token is (codex.md, section 5). */
export function person(claims: Claims | undefined): Person {
  const auth = claims?.['https://api.openai.com/auth']
  return plain({
    email: claims?.email ?? claims?.['https://api.openai.com/profile']?.email,
    plan: auth?.chatgpt_plan_type,
    userId: auth?.chatgpt_user_id ?? auth?.user_id,
    workspaceId: auth?.chatgpt_account_id,
  })
}

/** What is there, without what a terminal would obey, and not longer than such a thing ever is. */
export function plain(said: { [Key in keyof Person]: string | undefined }): Person {
  const cleaned = Object.entries(said)
    .filter(([, value]) => value)
    .map(([name, value]) => [name, value?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 254)])
  return Object.fromEntries(cleaned) as Person
}

/** When a token was made, and until when it is good. */
export function times(claims: Claims | undefined): { issued?: Date; expires?: Date } {
  const issued = claims?.iat === undefined ? undefined : date(claims.iat * 1000)
  const expires = claims?.exp === undefined ? undefined : date(claims.exp * 1000)
  return { ...(issued ? { issued } : {}), ...(expires ? { expires } : {}) }
}

/** A time, unless it is none that a calendar has. */
export function date(milliseconds: number): Date | undefined {
  const found = new Date(milliseconds)
  return Number.isNaN(found.getTime()) ? undefined : found
}
