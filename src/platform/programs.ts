import { execa } from 'execa'
import { constants } from 'node:os'
import { systemCode } from './failure.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** How a program ended whose output nobody else saw. */
export interface Ended {
  /** undefined when it could not be started, was ended by a signal, or took too long */
  exitCode: number | undefined
  stdout: string
  stderr: string
  timedOut: boolean
}

/**
 * Runs a program for its answer, with an empty stdin and exactly this environment. Never throws.
 * @param limit after how many ms it is ended
 * @param folder where; else in the present one
 */
export async function ask(
  file: string,
  words: readonly string[],
  env: Variables,
  limit: number,
  folder?: string,
): Promise<Ended> {
  const result = await execa(file, words, {
    env: { ...env },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: limit,
    ...(folder === undefined ? {} : { cwd: folder }),
  })
  const { exitCode, stdout, stderr, timedOut } = result
  const reason = exitCode === undefined && result instanceof Error ? result.shortMessage : ''
  return { exitCode, stdout, stderr: stderr || reason || '', timedOut }
}

/**
 * Runs a program that speaks with a person on the terminal by itself, and prints what they chose. Never throws.
 * @param input what it reads on stdin
 */
export async function choose(
  file: string,
  words: readonly string[],
  env: Variables,
  input: string,
): Promise<{ exitCode: number | undefined; stdout: string }> {
  const result = await execa(file, words, {
    env: { ...env },
    extendEnv: false,
    input,
    stderr: 'inherit',
    reject: false,
  })
  return { exitCode: result.exitCode, stdout: result.stdout }
}

/** How a program ended that had the terminal. */
export type Handed = { exitCode: number } | { signal: string } | { notStarted: string }

/**
 * Hands the terminal (or whatever stdin, stdout and stderr are) to a program, with exactly this environment, and waits.
 * Nothing of what passes through is seen here. Ctrl-C reaches the program from the terminal; this process stays, to
 * say how it ended.
 */
export async function handOver(file: string, words: readonly string[], env: Variables): Promise<Handed> {
  const stay = () => undefined
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  const child = execa(file, words, { env: { ...env }, extendEnv: false, stdio: 'inherit', reject: false })
  process.on('SIGINT', stay).on('SIGTERM', pass).on('SIGHUP', pass)
  try {
    const result = await child
    if (result.exitCode !== undefined) return { exitCode: result.exitCode }
    if (result.signal !== undefined) return { signal: result.signal }
    return { notStarted: systemCode(result.cause) ?? 'unknown reason' }
  } finally {
    process.off('SIGINT', stay).off('SIGTERM', pass).off('SIGHUP', pass)
  }
}

/**
 * Asks a process to end, and waits until it has.
 * @param isStillIt asked right before the signal, and until it has ended: a pid may be another process's by now
 * @param limit how long to wait, in ms
 * @returns whether it has ended
 */
export async function endProcess(pid: number, isStillIt: () => boolean, limit: number): Promise<boolean> {
  const deadline = Date.now() + limit
  if (!isStillIt()) return true
  try {
    process.kill(pid, constants.signals.SIGTERM)
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return true
    throw error
  }
  while (isStillIt()) {
    if (Date.now() > deadline) return false
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return true
}
