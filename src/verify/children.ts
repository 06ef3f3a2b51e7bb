import { execa } from 'execa'

/** How a command ended. */
export interface Outcome {
  pid: number | undefined
  exitCode: number | undefined
  stdout: string
  stderr: string
  timedOut: boolean
}

export interface Command {
  file: string
  arguments: readonly string[]
  environment: Readonly<Record<string, string>>
  folder: string
  /** Text for stdin; without it, stdin is empty. */
  input?: string
  /**
   * Somebody who types instead.
   * @returns what is to be called with all that is printed, and with nothing at the end
   */
  converse?: (type: (text: string) => void) => (said?: string) => void
}

/** The commands that are running, so that all of them, with all that they started, can be ended. */
export class Children {
  readonly #groups = new Set<number>()

  /**
   * Runs a command, in a process group of its own, with exactly the given environment. Never throws: a command that
   * could not be started has no exit code, and the reason in `stderr`.
   * @param limit after how many milliseconds it is ended, with everything that it started
   */
  async run(command: Command, limit: number): Promise<Outcome> {
    const child = execa(command.file, command.arguments, {
      cwd: command.folder,
      env: command.environment,
      extendEnv: false,
      ...(command.converse ? {} : { input: command.input ?? '' }),
      detached: true, // a group of its own: ending only the shell would leave its codex behind
      cleanup: false,
      reject: false,
    })
    const { pid } = child
    if (pid !== undefined) this.#groups.add(pid)
    const said = command.converse?.((text) => void (child.stdin?.writable && child.stdin.write(text)))
    child.stdin?.on('error', () => {}) // typed after it had ended
    if (said) child.stdout?.on('data', (chunk: Buffer) => said(chunk.toString()))
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      this.#end(pid)
    }, limit)
    const result = await child
    clearTimeout(timer)
    said?.()
    this.#end(pid)
    const { exitCode, stdout } = result
    const stderr = result.stderr || (pid === undefined && result instanceof Error ? result.message : '')
    return { pid, exitCode, stdout, stderr, timedOut }
  }

  /** Ends every command that is running. */
  endAll(): void {
    for (const pid of this.#groups) this.#end(pid)
  }

  #end(pid: number | undefined): void {
    if (pid === undefined || !this.#groups.delete(pid)) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // ESRCH: all of them have ended already
    }
  }
}

/** What a command said last, for a message of one line. */
export function lastLine({ stderr, exitCode, timedOut }: Outcome): string {
  if (timedOut) return 'it did not end in time'
  const line = stderr.trim().split('\n').at(-1) || `exit code ${exitCode ?? 'unknown'}`
  return line.replaceAll(/sk-[\w-]+/g, '(key)') // made up or not, a key is not printed
}
