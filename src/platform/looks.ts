import { resolved } from './files.ts'
import { describePath } from './stamps.ts'

/** What to look at to see whether anything has changed. */
export interface Looks {
  /** paths of which any change counts */
  states: string[]
  /** paths of which only counts what is at their end: codex changes a folder's times with each run */
  ends: string[]
  /** paths of which only counts where they lead, by whatever links */
  ways: string[]
}

/** What is to be seen there now: the same text as long as nothing has changed. Each look is a system call. */
export function seen({ states, ends, ways }: Looks): string {
  const facts = [
    states.map(describePath).map(({ id, modified, changed }) => [id, modified, changed]),
    ends.map(describePath).map(({ id, isFolder }) => [id, isFolder]),
    ways.map(resolved),
  ]
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
