import { findCommand } from '../platform/processes.ts'

/** A shell to run codex from, and the ways in which it can be activated. */
export interface Shell {
  name: string
  ways: readonly Way[]
}

/** By evaluating what `swop env` prints, or by the functions. */
export type Way = 'eval' | 'use'

export interface FoundShell extends Shell {
  path: string
}

/** The shells that swop generates code for. `sh` has no functions. */
export const shells: readonly Shell[] = [
  { name: 'bash', ways: ['eval', 'use'] },
  { name: 'zsh', ways: ['eval', 'use'] },
  { name: 'fish', ways: ['eval', 'use'] },
  { name: 'sh', ways: ['eval'] },
]

/** @returns those that are on the search path, and the names of the others */
export function findShells(searchPath: string | undefined): { found: FoundShell[]; missing: string[] } {
  const found: FoundShell[] = []
  const missing: string[] = []
  for (const shell of shells) {
    const path = findCommand(shell.name, searchPath)
    if (path === undefined) missing.push(shell.name)
    else found.push({ ...shell, path })
  }
  return { found, missing }
}

/** One activation of one account in one shell, in which codex is run several times. */
export interface Session {
  shell: string
  way: Way
  account: string
  /** What the environment calls each run of codex. */
  runs: readonly string[]
}

/**
 * The script of a session, written as a person would write it. Needs in its environment: SWOP_VERIFY_PATH, SWOP_ROOT.
 * @param session whose names need no quoting
 * @returns the text of a script file
 */
export function script({ shell, way, account, runs }: Session): string {
  return shell === 'fish' ? fishScript(way, account, runs) : posixScript(shell, way, account, runs)
}

// Each script sets PATH itself: some systems set it anew in a file that the shell reads first (/etc/zshenv).
// `exit 1` where the activation fails: running codex without it is what nobody wants.

function posixScript(shell: string, way: Way, account: string, runs: readonly string[]): string {
  const activation =
    way === 'use'
      ? [`. "$SWOP_ROOT/shell/init.${shell}" || exit 1`, `swop use ${account} || exit 1`]
      : [`eval "$(swop env ${account} --shell ${shell})" || exit 1`]
  const off = way === 'use' ? 'swop off' : `eval "$(swop env off --shell ${shell})"`
  const lines = [
    'export PATH="$SWOP_VERIFY_PATH"',
    'failed=0',
    ...activation,
    ...runs.flatMap((run) => [`export SWOP_VERIFY_RUN=${run}`, `${codex} || failed=1`]),
    `${off} || failed=1`,
    'exit "$failed"',
  ]
  return `${lines.join('\n')}\n`
}

function fishScript(way: Way, account: string, runs: readonly string[]): string {
  const activation =
    way === 'use'
      ? ['source $SWOP_ROOT/shell/init.fish; or exit 1', `swop use ${account}; or exit 1`]
      : [`swop env ${account} --shell fish | source; or exit 1`]
  const off = way === 'use' ? 'swop off' : 'swop env off --shell fish | source'
  const lines = [
    'set -gx PATH (string split : -- $SWOP_VERIFY_PATH)',
    'set failed 0',
    ...activation,
    ...runs.flatMap((run) => [`set -gx SWOP_VERIFY_RUN ${run}`, `${codex}; or set failed 1`]),
    `${off}; or set failed 1`,
    'exit $failed',
  ]
  return `${lines.join('\n')}\n`
}

const codex = 'codex exec --skip-git-repo-check hi </dev/null >/dev/null'
