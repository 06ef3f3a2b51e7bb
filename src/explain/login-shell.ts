import { execa } from 'execa'
import { randomBytes } from 'node:crypto'
import type { Environment } from '../accounts/root.ts'

/** More than any profile says: one that never stops talking is ended. */
const mostBytes = 8 * 1024 * 1024

/**
 * The environment that a real `bash -lc` makes of another one, by whatever profiles there are.
 * @param bash the program
 * @param limit after how many milliseconds it is ended, with everything that it started
 * @returns undefined when the profile did not end in time, or never got to the command
 */
export async function loginEnvironment(
  bash: string,
  env: Environment,
  limit: number,
): Promise<Environment | undefined> {
  const text = await shellAnswer(bash, '-lc', '/usr/bin/env -0', env, limit)
  return text === undefined ? undefined : parseNul(text)
}

/**
 * What a shell answers once it has read its start files.
 * @param options with which it reads them, and a `c` at the end
 * @param script what is asked, in the shell's own language
 * @param limit after how many milliseconds it is ended, with everything that it started
 * @returns undefined when it did not get to the answer, or not in time
 */
export async function shellAnswer(
  shell: string,
  options: string,
  script: string,
  env: Environment,
  limit: number,
): Promise<string | undefined> {
  // Profiles print things, so the answer stands between two words that no profile knows. In the text and not in an
  // argument, which a profile's `set --` would replace.
  const marker = randomBytes(16).toString('hex')
  // fish takes \b for a backspace.
  const builtin = shell.endsWith('fish') ? 'builtin' : String.raw`\builtin`
  const mark = String.raw`${builtin} printf '\0%s\0' ${marker}`
  const child = execa(shell, [options, `${mark}; ${script}; ${mark}`], {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    extendEnv: false,
    stdin: 'ignore',
    stderr: 'ignore',
    buffer: false,
    detached: true, // a group and a session of its own: it can be ended as a whole, and can't ask at the terminal
    cleanup: false,
    reject: false,
  })
  const output = await new Promise<string>((resolve) => {
    const chunks: Buffer[] = []
    const end = () => {
      clearTimeout(timer)
      // oxlint-disable-next-line promise/no-multiple-resolved -- the first of time, stream and process counts
      resolve(Buffer.concat(chunks).toString())
    }
    const timer = setTimeout(end, limit)
    let length = 0
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      // Not at the end of the stream, which something that the profile left in the background may hold open.
      if (length > mostBytes || (chunk.includes('\0') && between(Buffer.concat(chunks).toString(), marker)))
        end()
    })
    child.stdout.on('error', end)
    void child.then(end, end)
  })
  child.stdout.destroy()
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // ESRCH: all of them have ended already
  }
  return between(output, marker)
}

function between(output: string, marker: string): string | undefined {
  const [, text, rest] = output.split(`\0${marker}\0`)
  return rest === undefined ? undefined : text
}

/** The variables that `env -0` prints. */
export function parseNul(text: string): Environment {
  return Object.fromEntries(
    text
      .split('\0')
      .filter((pair) => pair.includes('='))
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
}
