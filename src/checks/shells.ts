import { shellFile } from '../accounts/layout.ts'
import { planEnv } from '../env/plan.ts'
import { environmentInside } from '../env/inside.ts'
import { shellAnswer, parseNul } from '../explain/login-shell.ts'
import { findCommand } from '../platform/processes.ts'
import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import { loginShell, rcFiles } from './rc-files.ts'
import { changes, notDefined, together, type Answer } from './shell-answers.ts'
import type { Check } from './check.ts'
import type { Machine } from './machine.ts'

/** How long an rc file may take (ms): who waits longer for a shell knows it. */
const patience = 5000

/** How a shell is started, and which word of its own tells a function. */
interface Start {
  shell: FunctionShell
  options: string
  /** whether swop's functions should be there */
  wantsFunctions: boolean
}

// `bash -lc` is what codex 0.92 starts for its commands: Debian's .bashrc ends at once there, so it has no functions.
const starts: readonly Start[] = [
  { shell: 'bash', options: '-ic', wantsFunctions: true },
  { shell: 'bash', options: '-lic', wantsFunctions: true },
  { shell: 'bash', options: '-lc', wantsFunctions: false },
  { shell: 'zsh', options: '-ic', wantsFunctions: true },
  { shell: 'fish', options: '-ic', wantsFunctions: true },
]

/**
 * What real shells make of their rc files when they start inside an account: do they have the functions, and is the
 * account still the active one? HOME stays the real one for this, so that nothing is written into the account.
 */
export const shells: Check = {
  name: 'shells',
  looksAt: 'real bash -ic, bash -lic, bash -lc, zsh -ic and fish -ic, with an account active',
  inspect: async (machine) => {
    const { config, baseline, names } = machine
    if (config === undefined || names.length === 0) return []
    const files = rcFiles(config.real, await machine.zshFolder())
    const used = functionShells.filter((shell) =>
      files[shell].some(({ loads, isRight }) => isRight && loads > 0),
    )
    const mine = loginShell(baseline)
    // Who has another login shell, and no file for this one, starts none.
    const startsAtLogin = mine === 'bash' || files.bash.some(({ isRight }) => !isRight)
    const relevant = starts.filter(
      ({ shell, options, wantsFunctions }) =>
        (used.includes(shell) || (!wantsFunctions && shell === mine)) &&
        (options !== '-lic' || startsAtLogin),
    )
    const answers = await Promise.all(relevant.map((start) => tryOut(start, machine)))
    return together(answers.flat())
  },
}

async function tryOut(start: Start, { env, root, config, accounts, baseline }: Machine): Promise<Answer[]> {
  const program = findCommand(start.shell, baseline.PATH)
  if (program === undefined || config === undefined) return []
  const [account] = accounts
  const inside = account
    ? environmentInside(env, planEnv(root, account.layout, 'codex', config.real))
    : baseline
  const asks = {
    bash: String.raw`\builtin type -t swop; \builtin printf '\0'; /usr/bin/env -0`,
    zsh: String.raw`\builtin whence -w swop; \builtin printf '\0'; /usr/bin/env -0`,
    fish: String.raw`functions -q swop; and echo function; builtin printf '\0'; command /usr/bin/env -0`,
  }
  const command = `${start.shell} ${start.options}`
  const answer = await shellAnswer(program, start.options, asks[start.shell], inside, patience)
  if (answer === undefined) {
    return [
      {
        command,
        found: `does not get through its start files in ${patience / 1000} s`,
        why: "codex's commands, and new terminals, wait for it or fail",
        todo: 'look at what they wait for, or whether they end the shell',
      },
    ]
  }
  const [kind = '', ...rest] = answer.split('\0')
  const isDefined = kind.includes('function')
  return [
    ...(start.wantsFunctions && !isDefined
      ? [notDefined(command, shellFile(root, 'init', start.shell))]
      : []),
    ...(account ? changes(command, account.name, inside, parseNul(rest.join('\0'))) : []),
  ]
}
