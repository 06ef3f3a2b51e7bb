import { groups, type Entry } from './command.ts'
import { allExits, exitLine } from './exits.ts'

/** What swop is, in a line. */
export const purpose = 'Several Codex accounts on one machine, each shell on its own, at the same time.'

/** `swop --help`: all commands by group. */
export function helpText(commands: readonly Entry[]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  const parts = byGroup(commands).map(([title, entries]) => {
    const rows = entries.map(({ usage, summary }) => `  swop ${usage.padEnd(width)}  ${summary}\n`)
    return `\n${title}\n${rows.join('')}`
  })
  return `swop <command>\n\n${purpose}\n${parts.join('')}\nswop <command> --help says more, man swop all; swop alone says where you are; swop --version.\n\n${exitLine(allExits)}\n`
}

/** Examples, each on a line that can be pasted. */
export function examplesText(examples: readonly { line: string; why: string }[]): string {
  const width = Math.max(...examples.map(({ line }) => line.length))
  const rows = examples.map(({ line, why }) =>
    width + why.length < 76 ? `  ${line.padEnd(width)}  ${why}` : `  ${line}\n      ${why}`,
  )
  return `Examples:\n${rows.join('\n')}\n`
}

/** The commands in the order of their groups. */
export function byGroup(commands: readonly Entry[]): [string, Entry[]][] {
  return Object.entries(groups).map(([group, title]) => [
    title,
    commands.filter((entry) => entry.group === group),
  ])
}
