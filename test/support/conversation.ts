import { setTimeout as wait } from 'node:timers/promises'
import type { Tmux } from './tmux.ts'

/** A shell's prompt with nothing typed behind it, and nothing below. */
const prompt = /(?:^|\n)[^\n]*[$%>#] ?$/

/** Somebody at a terminal: types when the prompt is there, and reads what comes. */
export class Conversation {
  constructor(
    readonly tmux: Tmux,
    readonly name: string,
  ) {}

  /** Opens the terminal; a command for sh runs in it. */
  open(command: string): void {
    this.tmux.open(this.name, `${command}; echo '[the end]'`)
  }

  /** Waits for something on the screen. */
  async until(wanted: RegExp, patience = 60_000): Promise<string> {
    const end = Date.now() + patience
    for (;;) {
      const screen = this.tmux.screen(this.name)
      if (wanted.test(screen)) return screen
      if (Date.now() > end) throw new Error(`${wanted} did not come:\n${screen}`)
      // oxlint-disable-next-line no-await-in-loop -- waiting is the point
      await wait(50)
    }
  }

  /**
   * Types a line at the prompt, and waits for the answer to have come.
   * @param text what is typed; a tab at its end completes the word
   * @param answer what ends the answer; the next prompt, if not said
   */
  async line(text: string, answer: RegExp = prompt): Promise<string> {
    await this.until(prompt)
    this.tmux.press(this.name, 'C-l')
    await this.until(/^[^\n]*[$%>#] ?$/)
    this.tmux.type(this.name, text)
    await this.until(new RegExp(`[$%>#] ${escaped(text).replace('\t', String.raw`\w`)}`))
    this.tmux.press(this.name, 'Enter')
    return this.until(answer)
  }

  /** Answers a question. */
  async answer(text: string): Promise<string> {
    this.tmux.type(this.name, text)
    this.tmux.press(this.name, 'Enter')
    return this.until(prompt)
  }

  /** Leaves the shell, and closes the terminal. */
  async leave(): Promise<void> {
    await this.line('exit', /\[the end\]/)
    this.tmux.end(this.name)
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
