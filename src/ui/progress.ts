import { isatty } from 'node:tty'
import { printProgress } from './print.ts'

/** One line on stderr that is written over again and again; nothing at all where stderr is no terminal. */
export class Progress {
  readonly #shown = isatty(2)

  /** Puts a text in the place of the one before. */
  show(text: string): void {
    if (this.#shown) printProgress(text)
  }

  /** Takes the line away. */
  clear(): void {
    this.show('')
  }
}
