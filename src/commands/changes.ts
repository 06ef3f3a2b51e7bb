import { Failure, exitCodes } from '../platform/failure.ts'
import { unifiedDiff } from '../setup/diff.ts'
import { utf8 } from '../setup/installation.ts'
import { agrees, canAsk } from '../ui/ask.ts'
import type { Change } from '../setup/plan.ts'

/** The changes as one diff. */
export function describeChanges(changes: readonly Change[]): string {
  const text = (bytes: string | undefined) => (bytes === undefined ? undefined : utf8(bytes))
  return changes.map(({ path, before, after }) => unifiedDiff(path, text(before), text(after))).join('')
}

/**
 * Asks, unless told not to.
 * @param command to be typed with --yes instead
 * @throws Failure (usage) when there is nobody to ask
 */
export async function confirmed(question: string, yes: boolean, command: string): Promise<boolean> {
  if (yes) return true
  if (canAsk()) return agrees(question)
  throw new Failure(
    'this is not a terminal, so swop can not ask',
    `${command} --dry-run shows the changes, ${command} --yes makes them`,
    exitCodes.usage,
  )
}
