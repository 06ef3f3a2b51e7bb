/** One change on disk; each is atomic, and none overwrites anything. */
export type Action =
  | { do: 'make-folder'; path: string }
  | { do: 'link'; path: string; target: string }
  /** removes a link, and only if it still has this text */
  | { do: 'unlink'; path: string; target: string }
  | { do: 'remove-empty-folder'; path: string }
  | { do: 'move'; from: string; to: string }
  /** moves something aside into backups/ */
  | { do: 'back-up'; from: string }
  /**
   * writes a text file, at the end of a link if there is one; the file that was there is backed up if `keep`, and if
   * `over` is given it must have that text (null: not be there), since codex writes without a lock
   */
  | { do: 'write'; path: string; text: string; keep?: boolean; over?: string | null }
  /** adds to a history what only the other one has, and backs that one up */
  | { do: 'merge-history'; from: string; into: string }
  /** moves a database with the files that belong to it, if nothing has it open */
  | { do: 'move-database'; from: string; to: string }
  /** puts back, or takes away, what a swop that was killed has left */
  | { do: 'settle'; path: string }

/** What is to happen to one entry: actions in order; when one fails, those behind it are not done. */
export interface Step {
  /** the entry that the step is about */
  path: string
  why: string
  actions: Action[]
  /**
   * `change`: the actions bring the entry to what the share map says; `left`: it is not as it should be, and what to
   * do is for a person to say; `busy`: it is not yet, since a process uses it; `unknown`: nothing is wrong, but the share
   * map does not have the name; `note`: nothing that swop could do, but good to know.
   */
  outcome: 'change' | 'left' | 'busy' | 'unknown' | 'note'
  /** for `left`: what to do about it */
  hint?: string
  /** what a person has to know of a change, also when nothing else is said */
  notice?: string
  /** if it fails, the account must not be used: it would have another one's login */
  vital?: boolean
}

/** A step that changes something. */
export function change({ path }: Pick<Step, 'path'>, actions: Action[], why: string): Step {
  return { path, why, actions, outcome: 'change' }
}

/** A step that leaves an entry for a person. */
export function left({ path }: Pick<Step, 'path'>, why: string): Step {
  return { path, why, actions: [], outcome: 'left' }
}

/** A step that leaves an entry for later. */
export function waiting({ path }: Pick<Step, 'path'>, why: string): Step {
  return { path, why, actions: [], outcome: 'busy' }
}

/** An action in words, for `--dry-run` and reports. */
export function describeAction(action: Action): string {
  switch (action.do) {
    case 'make-folder':
      return `make folder ${action.path}`
    case 'link':
      return `link ${action.path} -> ${action.target}`
    case 'unlink':
      return `remove link ${action.path}`
    case 'remove-empty-folder':
      return `remove empty folder ${action.path}`
    case 'move':
      return `move ${action.from} to ${action.to}`
    case 'back-up':
      return `back up ${action.from}`
    case 'write':
      return `write ${action.path}`
    case 'merge-history':
      return `merge history ${action.from} into ${action.into}`
    case 'move-database':
      return `move database ${action.from} to ${action.to}`
    case 'settle':
      return `put ${action.path} back`
  }
}
