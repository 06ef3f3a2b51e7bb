import { absolute } from './event.ts'
import { descriptorPath, stringIn, type Call } from './strace-line.ts'

/** What decides where a call's relative paths lead. */
export interface State {
  folder: string
  sandboxed: boolean
}

/** Keeps each process's working folder, and whether it has left the file systems of the others. */
export class Processes {
  readonly #states = new Map<number, State>()
  readonly #parents = new Map<number, { parent: number; sandboxed: boolean }>()
  readonly #first: State

  constructor(calls: readonly Call[], folder: string) {
    this.#first = { folder, sandboxed: false }
    // A child's first calls may stand before the line that says whose child it is.
    for (const { pid, name, words, result } of calls) {
      const child = Number.parseInt(result, 10)
      if (/^(clone3?|v?fork)$/.test(name) && child > 0) {
        this.#parents.set(child, { parent: pid, sandboxed: words.join().includes('CLONE_NEWNS') })
      }
    }
  }

  /** @returns the state of a call's process, with what the call itself changes; calls in order */
  see({ pid, name, words, ok }: Call): State {
    const state = this.#stateOf(pid)
    const here = words.map((word) => (word.startsWith('AT_FDCWD') ? descriptorPath(word) : undefined))
    state.folder = here.find((path) => path !== undefined) ?? state.folder
    if (!ok) return state
    if (name === 'chdir') state.folder = absolute(stringIn(words[0]) ?? '', state.folder)
    if (name === 'fchdir') state.folder = descriptorPath(words[0]) ?? state.folder
    if (/^(mount|pivot_root|setns|chroot)$/.test(name)) state.sandboxed = true
    if (name === 'unshare' && words.join().includes('CLONE_NEWNS')) state.sandboxed = true
    return state
  }

  #stateOf(pid: number): State {
    const known = this.#states.get(pid)
    if (known) return known
    const born = this.#parents.get(pid)
    const parent = born && born.parent !== pid ? this.#stateOf(born.parent) : this.#first
    const state = { ...parent, sandboxed: parent.sandboxed || born?.sandboxed === true }
    this.#states.set(pid, state)
    return state
  }
}
