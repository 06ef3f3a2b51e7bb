import { resolve } from 'node:path'
import { Failure } from './failure.ts'

let isGone = false

/**
 * Says that the folder that swop was started in has been removed. swop itself then runs in /, where it loads its own
 * parts and can start programs; only what was typed as a relative path has lost its meaning.
 */
export function workIn(place: 'where it was started' | 'nowhere'): void {
  isGone = place === 'nowhere'
}

/**
 * A path as it was typed, absolute.
 * @throws Failure when it is relative to a folder that is gone
 */
export function fromHere(typed: string): string {
  if (isGone && !typed.startsWith('/'))
    throw new Failure('the folder that this shell is in is gone', 'cd to another one, and try again')
  return resolve(typed)
}
