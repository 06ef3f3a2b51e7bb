import { execFileSync } from 'node:child_process'

/** Terminals in a tmux server of a sandbox's own. */
export class Tmux {
  readonly #socket: string

  constructor(
    readonly box: { readonly folder: string },
    readonly env: Record<string, string>,
  ) {
    this.#socket = `swop-${box.folder.split('/').at(-1)}`
  }

  /** Opens a terminal in which a command runs (by sh), and which stays when that has ended. */
  open(
    name: string,
    command: string,
    size: { columns: number; rows: number } = { columns: 200, rows: 50 },
  ): void {
    const words = ['-x', String(size.columns), '-y', String(size.rows)]
    for (let tries = 10; !this.#tryToOpen(name, command, words, tries); tries--)
      execFileSync('sleep', ['0.1'])
  }

  /** A server whose last session has just ended goes away while the next one is asked for. */
  #tryToOpen(name: string, command: string, size: readonly string[], tries: number): boolean {
    try {
      this.#open(name, command, size)
      return true
    } catch (error) {
      if (tries > 0 && /server exited|no server running|lost server/.test(String(error))) return false
      throw error
    }
  }

  #open(name: string, command: string, size: readonly string[]): void {
    this.#tmux('new-session', '-d', '-s', name, ...size, '-c', this.box.folder, `${command}; cat`)
  }

  /** Everything that is on the screen, without empty lines at its end. */
  screen(name: string): string {
    return this.#tmux('capture-pane', '-p', '-t', `=${name}:`).trimEnd()
  }

  /** The same with the colours, as escape sequences. */
  colours(name: string): string {
    return this.#tmux('capture-pane', '-e', '-p', '-t', `=${name}:`)
  }

  /** Types keys, by tmux's names of them. */
  press(name: string, ...keys: string[]): void {
    this.#tmux('send-keys', '-t', `=${name}:`, ...keys)
  }

  /** Types a text as it is. */
  type(name: string, text: string): void {
    this.#tmux('send-keys', '-l', '-t', `=${name}:`, '--', text)
  }

  /** Closes a terminal; what runs in it loses it. */
  end(name: string): void {
    this.#tmux('kill-session', '-t', `=${name}`)
  }

  /** Ends the server with all that runs in it. */
  close(): void {
    try {
      this.#tmux('kill-server')
    } catch {
      // there was none
    }
  }

  #tmux(...words: string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...words], {
      env: { ...this.env, TERM: 'xterm-256color', TMUX_TMPDIR: this.box.folder },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}
