import { basename, dirname } from 'node:path'
import { decide, type Decision, type EntryClass } from './decisions.ts'
import { isHistory } from './histories.ts'
import { mergeFolders } from './merge.ts'
import { reasonToLeave } from './reasons.ts'
import { accountState, baseState, type SharedEntry } from './states.ts'
import { change, left, waiting, type Action, type Step } from './step.ts'

/**
 * Decides what brings an entry in order. Whatever the account has is moved to the real home, never dropped; where both
 * have content the newer wins and the older goes to backups/; what would need judgement is left.
 * @param as how the share map treats it
 * @param homes the base home, as it is written and resolved
 * @param copy the plan of a copied entry
 * @returns no step when all is well
 */
export function planEntry(
  entry: SharedEntry,
  as: EntryClass = 'shared',
  homes: readonly string[] = [dirname(entry.target)],
  copy?: () => Step | undefined,
): Step[] {
  const base = baseState(entry.real, entry.expects)
  const account = accountState(entry, homes)
  if (entry.inside && account === 'right') return [dropped(entry, 'its folder is merged')]
  const decision = decide(as, base, account)
  if (decision === 'copy') return [copy?.()].filter((step) => step !== undefined)
  if (decision === 'merge') return mergeFolders(entry, (inside) => planEntry(inside, 'shared', homes))
  if (decision === 'report') {
    // Where the base home is wrong, it is that which needs a person.
    const path = base === 'misfit' ? entry.target : entry.path
    return [left({ ...entry, path }, reasonToLeave(entry, as, base, account))]
  }
  if (decision === 'drop' && as !== 'shared')
    return [{ ...dropped(entry, `must not lead to the base home: ${entry.why}`), vital: true }]
  const step = stepOf(entry, decision, as)
  return step === undefined || (step.outcome === 'change' && step.actions.length === 0) ? [] : [step]
}

function stepOf(entry: SharedEntry, decision: Decision, as: EntryClass): Step | undefined {
  const { path, target, account, real, why } = entry
  const links = as === 'shared' && !entry.inside
  const link: Action[] = links ? [{ do: 'link', path, target }] : []
  const unlink: Action = { do: 'unlink', path, target: account?.target ?? '' }
  const aside: Action = { do: 'back-up', from: path }
  const toReal: Action[] = [{ do: 'move', from: path, to: target }, ...link]
  switch (decision) {
    case 'link':
      return change(entry, link, why)
    case 'make':
      return change(entry, [{ do: 'make-folder', path: target }, ...(account === undefined ? link : [])], why)
    case 'relink':
      return change(entry, [unlink, ...link], 'the same in other words')
    case 'drop':
      return change(entry, [unlink], 'what it led to is gone')
    case 'clear': {
      const actions: Action[] = [...(account?.emptying ?? []), { do: 'remove-empty-folder', path }, ...link]
      return change(entry, actions, account?.emptying ? "nothing in it is the account's own any more" : why)
    }
    case 'aside':
      return change(entry, [aside, ...link], 'a link that leads nowhere')
    case 'move': {
      if (real !== undefined) return change(entry, toReal, 'a move that was interrupted')
      const { rewritten } = entry
      if (rewritten === undefined) return change(entry, toReal, 'new in the account')
      return change(
        entry,
        [{ do: 'link', path: target, target: rewritten }, unlink, ...link],
        'new in the account',
      )
    }
    case 'database':
      if (account?.obstacle)
        return left(
          { ...entry, path: account.obstacle },
          `a folder, where ${path} would have a file of its own`,
        )
      if (account?.busy) return waiting(entry, 'a process has this database open')
      return change(entry, [{ do: 'move-database', from: path, to: target }, ...link], 'new in the account')
    case 'newer':
      return newer(entry, link)
    case 'wait':
      return waiting(entry, 'it is a socket, a pipe or a device, which belongs to a running process')
    default:
      return undefined
  }
}

/** A program that saves by rename put a file where the link was: in the real home it would have replaced the file. */
function newer(entry: SharedEntry, link: Action[]): Step {
  const { path, target, account, real } = entry
  if (entry.leaveBoth) return left(entry, `a file here, and another at ${target}`)
  if (isHistory(basename(path))) {
    if (real?.end !== undefined && !real.end.path.startsWith(`${entry.resolved ?? dirname(target)}/`))
      return left(entry, `a history here, and at ${target} a link to ${real.end.path}, outside of the home`)
    const actions: Action[] = [{ do: 'merge-history', from: path, into: target }, ...link]
    if (real?.kind === 'file' || real?.end?.isFolder === false)
      return change(entry, actions, 'a history that went on in both places')
  }
  const why = 'replaced in the account'
  return (account?.modified ?? 0) >= (real?.modified ?? 0)
    ? change(
        entry,
        [{ do: 'back-up', from: target }, { do: 'move', from: path, to: target }, ...link],
        `${why}; the older one is backed up`,
      )
    : change(
        entry,
        [{ do: 'back-up', from: path }, ...link],
        `${why}, but the real one is newer; the older one is backed up`,
      )
}

function dropped({ path, account }: SharedEntry, why: string): Step {
  const actions: Action[] = [{ do: 'unlink', path, target: account?.target ?? '' }]
  return { path, why, actions, outcome: 'change' }
}
