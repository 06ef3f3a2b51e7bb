import * as z from 'zod/mini'
import { converse, type Ending, type Reply } from '../platform/dialogue.ts'
import type { Environment } from '../accounts/root.ts'

// codex's own way to be asked for its login and its limits: `codex app-server`, one JSON object a line (codex.md,
// section 11; tried with 0.92.0 and 0.169.0). It refreshes a token when it has to, which is codex's business, answers
// for the home in its environment, starts no daemon, and ends when its stdin does.

const windowSchema = z.object({
  usedPercent: z.number(),
  windowDurationMins: z.nullish(z.number()),
  // seconds since the epoch
  resetsAt: z.nullish(z.number()),
})

const limitsSchema = z.object({
  rateLimits: z.object({
    primary: z.nullish(windowSchema),
    secondary: z.nullish(windowSchema),
    credits: z.nullish(
      z.object({ hasCredits: z.boolean(), unlimited: z.boolean(), balance: z.nullish(z.string()) }),
    ),
    planType: z.nullish(z.string()),
  }),
})

const accountSchema = z.object({
  account: z.nullish(
    z.object({ type: z.string(), email: z.nullish(z.string()), planType: z.nullish(z.string()) }),
  ),
  // false where config.toml names a provider that codex's own login is not for
  requiresOpenaiAuth: z._default(z.boolean(), true),
})

const messageSchema = z.object({
  id: z.optional(z.union([z.number(), z.string()])),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ code: z.number(), message: z.string() })),
})

/** Who codex says is logged in. */
export type AccountRead = z.infer<typeof accountSchema>
/** A limit of the plan: how much of it is used, how long it is, when it begins anew. */
export type RateWindow = z.infer<typeof windowSchema>
/** The limits of the plan. */
export type Limits = z.infer<typeof limitsSchema>['rateLimits']

/** What codex answered, or the error that it answered with; its text may hold what a server sent, so nobody prints it. */
export type Answer<Result> = { result: Result } | { error: { code: number; message: string } }

/** Everything that a codex said before it was over. */
export interface Heard {
  ending: Ending
  account?: Answer<AccountRead>
  limits?: Answer<Limits>
}

/** What to ask, and how. */
export interface Question {
  /** the program (program.ts finds it) */
  codex: string
  /** of the account; its codex home must exist */
  env: Environment
  /** swop's version: codex passes it on as that of its client */
  version: string
  /** in ms */
  limit: number
  /** called when codex is up: by then it has written what it writes at a start */
  onStart?: () => void
}

const ids = { initialize: 1, account: 2, limits: 3 }

/** Asks an account's codex who is logged in, and how much of the limits is used. Never throws. */
export async function askAppServer({ codex, env, version, limit, onStart }: Question): Promise<Heard> {
  const heard: Omit<Heard, 'ending'> = {}
  const reply = (line: string): Reply => {
    const message = parse(line)
    if (message?.id === ids.initialize) {
      onStart?.()
      // Both at once: with 0.169.0 the account needs an answer of another server than the limits.
      return {
        say: [
          text({ method: 'initialized' }),
          text({ id: ids.account, method: 'account/read', params: { refreshToken: false } }),
          text({ id: ids.limits, method: 'account/rateLimits/read' }),
        ],
      }
    }
    if (message?.id === ids.account) heard.account = answerOf(message, accountSchema)
    if (message?.id === ids.limits) {
      const answer = answerOf(message, limitsSchema)
      heard.limits = 'result' in answer ? { result: answer.result.rateLimits } : answer
    }
    return { done: heard.account !== undefined && heard.limits !== undefined }
  }
  const clientInfo = { name: 'swop', title: 'swop', version }
  const opening = [text({ id: ids.initialize, method: 'initialize', params: { clientInfo } })]
  // Not in the working folder, whose .codex/config.toml could have a say.
  const ending = await converse(
    { file: codex, words: ['app-server'], env, folder: '/' },
    opening,
    reply,
    limit,
  )
  return { ...heard, ending }
}

function text(message: object): string {
  return JSON.stringify(message)
}

type Message = z.infer<typeof messageSchema>

/** Notifications, and what a launcher prints before codex is there, are no answers. */
function parse(line: string): Message | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function answerOf<Schema extends z.ZodMiniType>(
  { result, error }: Message,
  schema: Schema,
): Answer<z.infer<Schema>> {
  if (error) return { error }
  const parsed = schema.safeParse(result)
  return parsed.success ? { result: parsed.data } : { error: { code: 0, message: 'not in the known form' } }
}
