import { homeVariables, loginVariables } from '../codex/variables.ts'
import { some, type Finding } from './check.ts'
import type { Environment } from '../accounts/root.ts'

/** A finding of one way to start a shell; its text goes behind the command. */
export interface Answer extends Finding {
  command: string
}

/** What several ways to start a shell have in common is said once. */
export function together(answers: readonly Answer[]): Finding[] {
  const same = new Map<string, Answer[]>()
  for (const each of answers) same.set(each.found, [...(same.get(each.found) ?? []), each])
  return [...same.values()].flatMap((each) => {
    const [first] = each
    if (first === undefined) return []
    const { command: _, found, ...rest } = first
    return [{ ...rest, found: `${each.map(({ command }) => command).join(', ')}: ${found}` }]
  })
}

/** The functions are not there where they should be. */
export function notDefined(command: string, init: string): Answer {
  return {
    command,
    found: 'swop is no function there',
    why: 'swop use does nothing there',
    todo: command.includes('-l')
      ? `in ~/.bash_profile (or ~/.profile), behind what sets PATH: . ${init}`
      : 'look whether the rc file ends, or takes the function away, before it gets to the line',
  }
}

/** Pure: what a shell's start files have made of an account that was active. */
export function changes(command: string, account: string, before: Environment, after: Environment): Answer[] {
  if (after.SWOP_ACCOUNT !== account) {
    const now = after.SWOP_ACCOUNT ? `activate '${after.SWOP_ACCOUNT}'` : 'end the activation'
    return [
      {
        command,
        found: `the start files ${now} in a shell that was started under '${account}'`,
        why: "terminals of an editor or tmux, and codex's commands, leave the account that they were started under",
        todo: 'take the line out; for new shells there is: swop default <account>',
      },
    ]
  }
  const changed = [...homeVariables, ...loginVariables].filter(
    (name) => (before[name] ?? '') !== (after[name] ?? ''),
  )
  if (changed.length === 0) return []
  return [
    {
      command,
      found: `the start files set ${some(changed)}`,
      why: 'that goes before the login of the account in shells that are started under it',
      todo: "load swop's functions behind it: at the end of the file",
    },
  ]
}
