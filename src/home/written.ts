import { rootLayout } from '../accounts/layout.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { seen, type Looks } from '../platform/looks.ts'
import type { Installation } from '../shell/generated.ts'

// Rendering what all accounts use takes longer than everything else in a sync without change: what it was made from, and
// what was written, is noted behind it.

/** Whether what all accounts use is as this swop, with this node, has written it. Imports little. */
export function isWritten(root: string, installation: Installation): boolean {
  const [first, facts] = readText(rootLayout(root).written)?.split('\n') ?? []
  if (!first || !facts) return false
  try {
    const looks = JSON.parse(first) as Looks
    // In a copy of another root the paths are that one's.
    return looks.states[0] === rootLayout(root).config && facts === factsOf(looks, installation)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false // damaged
    throw error
  }
}

/**
 * @param looks all that it was made from, and all that was written
 * @param holds whether what was written is what there is to write: asked after the look, so that a change behind it shows
 * @returns whether it does
 */
export function noteWritten(
  root: string,
  installation: Installation,
  looks: Looks,
  holds: () => boolean,
): boolean {
  const text = `${JSON.stringify(looks)}\n${factsOf(looks, installation)}\n`
  if (!holds()) return false
  writeAtomically(rootLayout(root).written, text)
  return true
}

function factsOf(looks: Looks, { node, script, writer }: Installation): string {
  return JSON.stringify([node, script, writer, seen(looks)])
}
