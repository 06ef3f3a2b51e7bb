import { join } from 'node:path'
import { change, left, type Action, type Step } from './step.ts'
import { settleSteps } from './unfinished.ts'
import type { SharedEntry } from './states.ts'

/**
 * Decides how a folder of the account is merged into the real one: entry by entry; it goes when nothing is left in it.
 * @param plan decides on one of them
 */
export function mergeFolders(entry: SharedEntry, plan: (inside: SharedEntry) => Step[]): Step[] {
  const { path, target, account } = entry
  const { inner } = account ?? {}
  if (inner === undefined || entry.leaveBoth)
    return [left(entry, `a folder with content here, and another at ${target}`)]
  // Two clones made one would be none.
  if (inner.account.has('.git') && inner.real.has('.git'))
    return [left(entry, `a git repository here, and another at ${target}`)]
  const leftovers = settleSteps([
    [path, inner.account],
    [target, inner.real],
  ])
  if (leftovers.length > 0) return leftovers
  const steps = [...inner.account].flatMap(([name, each]): Step[] => {
    const inside = {
      path: join(path, name),
      target: join(target, name),
      account: each,
      real: inner.real.get(name),
      inside: true,
      why: 'its folder is merged',
    }
    const database = inner.companions.get(name)
    if (database === undefined || each.kind === 'link') return plan(inside)
    // It moves with its database, or stays with it; beside another one it would undo what is in that.
    return inner.account.has(database) ? [] : [left(inside, `it belonged to a database ${database}`)]
  })
  if (steps.some(({ outcome }) => outcome !== 'change')) return steps
  const link: Action[] = entry.inside ? [] : [{ do: 'link', path, target }]
  return [
    ...steps,
    change(entry, [{ do: 'remove-empty-folder', path }, ...link], 'merged with the real folder'),
  ]
}
