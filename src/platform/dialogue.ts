import { execa } from 'execa'
import { createInterface } from 'node:readline'
import { endGroup, guardGroup } from './groups.ts'
import { systemCode } from './failure.ts'

/** A program that is spoken to in lines, and with what it starts. */
export interface Partner {
  file: string
  words: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  folder: string
}

/** What there is to say to a line, and whether that was all that we wanted to hear. */
export interface Reply {
  say?: readonly string[]
  done?: boolean
}

/** Why a dialogue was over; `ended` is a program that went away by itself. */
export type Ending =
  | { why: 'done' | 'timeout' }
  | { why: 'ended'; exitCode: number | undefined }
  | { why: 'not-started'; code: string }

// codex 0.169.0 ends some 20 ms after its stdin has. What it is just writing is better written to the end.
const farewell = 500

/**
 * Speaks with a program over stdin and stdout, line by line, in a process group of its own that is gone afterwards,
 * however this process ends. Its stderr is nobody's: it may hold secrets. Never throws.
 * @param opening what is said first
 * @param reply called for each line that the program says
 * @param limit after how many ms it is ended
 */
export async function converse(
  { file, words, env, folder }: Partner,
  opening: readonly string[],
  reply: (line: string) => Reply,
  limit: number,
): Promise<Ending> {
  const child = execa(file, words, {
    env: { ...env },
    extendEnv: false,
    cwd: folder,
    stdin: 'pipe',
    stderr: 'ignore',
    buffer: false,
    detached: true,
    cleanup: false,
    reject: false,
  })
  if (child.pid !== undefined) guardGroup(child.pid)
  const lines = createInterface({ input: child.stdout })
  const say = (text: readonly string[]) => child.stdin.write(text.map((line) => `${line}\n`).join(''))
  for (const stream of [child.stdin, child.stdout]) stream.on('error', () => undefined) // a program that is gone

  const closed = new Promise((resolve) => lines.once('close', resolve))
  const { promise: over, resolve: finish } = later<Ending>()
  const timer = setTimeout(() => finish({ why: 'timeout' }), limit)
  lines.on('line', (line) => {
    const { say: answer = [], done = false } = reply(line)
    if (answer.length > 0) say(answer)
    if (done) finish({ why: 'done' })
  })
  const gone = (async () => {
    const result = await child
    // What it said last may still be on its way, unless something that it started holds the stream open.
    await within(farewell, closed)
    if (child.pid !== undefined) return finish({ why: 'ended', exitCode: result.exitCode })
    const code = result instanceof Error ? systemCode(result.cause) : undefined
    finish({ why: 'not-started', code: code ?? 'unknown reason' })
  })()
  say(opening)

  const ending = await over
  clearTimeout(timer)
  child.stdin.end()
  if (ending.why === 'done') await within(farewell, gone)
  if (child.pid !== undefined) endGroup(child.pid)
  lines.close()
  child.stdout.destroy()
  return ending
}

/** Waits for something, but not for ever. */
async function within(limit: number, something: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([something, new Promise((resolve) => (timer = setTimeout(resolve, limit)))])
  clearTimeout(timer)
}

function later<Result>(): { promise: Promise<Result>; resolve: (result: Result) => void } {
  let resolve: (result: Result) => void = () => undefined
  const promise = new Promise<Result>((keep) => (resolve = keep))
  return { promise, resolve }
}
