import { askAppServer } from '../codex/app-server.ts'
import { changedAt } from '../platform/stamps.ts'
import { freshFor, remember, remembered } from './cache.ts'
import { loginFile, type Subject, type Unfit } from './subjects.ts'
import { usageOf } from './usage.ts'
import type { Report } from './report.ts'

/** How to ask. */
export interface Manner {
  /** finds the program, when there is somebody to ask; throws when there is none */
  codex: () => string
  version: string
  /** how long each of them may take, in ms */
  limit: number
  /** asks also where there is a fresh answer */
  refresh: boolean
  /** told whenever one has answered */
  onProgress: (answered: number, of: number) => void
}

// A codex takes 100 to 200 MB of memory.
const mostAtOnce = 8
// How long the first one has for its start before the others no longer wait for it, in ms.
const headStart = 1000

/**
 * Asks each subject's own codex for its limits, all at once; where there is an answer of the last minute, that counts.
 * When asking fails, an older answer is given, with the reason.
 * @returns a report for each subject, in their order
 * @throws Failure when there is no codex, and somebody to ask
 */
export async function reportsOf(subjects: readonly (Subject | Unfit)[], manner: Manner): Promise<Report[]> {
  const now = Date.now()
  const reports = subjects.map((subject) => known(subject, now, manner.refresh))
  const waiting = subjects.flatMap((subject, index) =>
    reports[index] === undefined && 'env' in subject ? [{ subject, index }] : [],
  )
  if (waiting.length === 0) return reports.filter((report) => report !== undefined)

  const codex = manner.codex()
  // The first one starts alone. A codex that was just updated writes the system skills, which are shared, and
  // several that do it at once leave them incomplete (codex.md, section 1).
  let open: () => void = () => undefined
  const isUp = new Promise<void>((resolve) => (open = resolve))
  setTimeout(open, headStart).unref()
  let answered = 0
  manner.onProgress(answered, waiting.length)
  const queue = [...waiting]
  const worker = async (number: number): Promise<void> => {
    if (number > 0) await isUp
    for (let next = queue.shift(); next; next = queue.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- each worker asks one after the other
      reports[next.index] = await ask(next.subject, codex, manner, open)
      manner.onProgress(++answered, waiting.length)
    }
    open()
  }
  await Promise.all(
    Array.from({ length: Math.min(mostAtOnce, waiting.length) }, (_, number) => worker(number)),
  )
  return reports.filter((report) => report !== undefined)
}

/** What there is to say without asking. */
function known(subject: Subject | Unfit, now: number, refresh: boolean): Report | undefined {
  if ('usage' in subject) return { account: subject.name, usage: subject.usage, askedAt: now }
  const cached = refresh ? undefined : lastAnswer(subject, now)
  return cached && now - cached.askedAt < freshFor ? { account: subject.name, ...cached } : undefined
}

async function ask(
  subject: Subject,
  codex: string,
  { version, limit }: Manner,
  onStart: () => void,
): Promise<Report> {
  const { name: account, env, cache } = subject
  // Looked at before: codex may refresh the login, or a person log in again, while it is asked.
  const login = changedAt(loginFile(subject))
  const heard = await askAppServer({ codex, env, version, limit, onStart })
  const usage = usageOf(heard, limit)
  const askedAt = Date.now()
  if (cache !== undefined) remember(cache, login, usage, askedAt)
  const older = usage.state === 'failed' ? lastAnswer(subject, askedAt) : undefined
  if (usage.state !== 'failed' || !older) return { account, usage, askedAt }
  const { message, hint } = usage
  return { account, ...older, failure: { message, hint } }
}

function lastAnswer(subject: Subject, now: number): Pick<Report, 'usage' | 'askedAt'> | undefined {
  return subject.cache === undefined
    ? undefined
    : remembered(subject.cache, changedAt(loginFile(subject)), now)
}
