import { resolved } from './paths.ts'
import { describePath, type PathState } from './stamps.ts'

/** What to look at to see whether anything has changed. */
export interface Looks {
  /** paths of which any change counts */
  states: string[]
  /** paths of which only counts what is at their end: codex changes a folder's times with each run */
  ends: string[]
  /** paths of which only counts where they lead, by whatever links */
  ways: string[]
}

/** Looks at each path once, as long as somebody goes by the same one: a look at a home of many accounts is one. */
export class Sight {
  readonly #states = new Map<string, PathState>()
  readonly #ways = new Map<string, string>()

  /** What is at the end of a path. */
  state(path: string): PathState {
    const known = this.#states.get(path) ?? describePath(path)
    this.#states.set(path, known)
    return known
  }

  /** Where a path leads, by whatever links. */
  way(path: string): string {
    const known = this.#ways.get(path) ?? resolved(path)
    this.#ways.set(path, known)
    return known
  }
}

/** What is to be seen there now: the same text as long as nothing has changed. Each look is a system call. */
export function seen({ states, ends, ways }: Looks, sight: Sight = new Sight()): string {
  const at = (paths: readonly string[]) => paths.map((path) => sight.state(path))
  return JSON.stringify([
    at(states).map(({ id, modified, changed }) => `${id} ${modified} ${changed}`),
    at(ends).map(({ id, isFolder }) => `${id} ${isFolder}`),
    ways.map((path) => sight.way(path)),
  ])
}
