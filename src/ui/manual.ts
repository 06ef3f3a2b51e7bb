import { byGroup, purpose } from './help.ts'
import { exitLine } from './exits.ts'
import { recorded, type Word } from './recorded.ts'
import type { Command, Entry } from './command.ts'

/** A command together with its file's options. */
// oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
type Loaded = Entry & { command: Command<any> }

/**
 * The manual page, in roff with the man macros: the same words as `--help`.
 * @param day of the build, as YYYY-MM-DD
 */
export async function manual(commands: readonly Entry[], version: string, day: string): Promise<string> {
  const loaded = await Promise.all(commands.map(async (entry) => ({ ...entry, command: await entry.load() })))
  const lines = [
    `.TH SWOP 1 "${day}" "swop ${version}" "swop"`,
    '.SH NAME',
    `swop \\- ${roff(purpose.replace(/\.$/, '').replace(/^S/, 's'))}`,
    '.SH SYNOPSIS',
    '.B swop',
    roff('<command> [options]'),
    '.br',
    '.B swop',
    '.SH DESCRIPTION',
    roff(
      'swop writes files, your shell reads them, and your own codex runs natively: no wrapper process, no copied tokens. Without a command, it says which account is active, from where, and what to type next.',
    ),
    ...byGroup(loaded).flatMap(([title, entries]) => [
      `.SH ${roff(title.toUpperCase())}`,
      ...(entries as Loaded[]).flatMap(section),
    ]),
    '.SH ENVIRONMENT',
    ...item('SWOP_ACCOUNT', 'the account that is active'),
    ...item('SWOP_ROOT', "swop's own folder; without it, swop in the data folder of the real home"),
    ...item('PROFILE=/dev/null', 'swop setup leaves the rc files alone'),
    ...item('NO_COLOR', 'no colours'),
  ]
  return `${lines.join('\n')}\n`
}

function section({ usage, summary, exits, command }: Loaded): string[] {
  const { positionals, options, examples, notes } = recorded(command)
  return [
    `.SS ${roff(`swop ${usage}`)}`,
    `${roff(summary)}.`,
    ...[...positionals, ...options].flatMap((word) => item(heading(word), word.describe)),
    ...notes.flatMap((note) => ['.PP', roff(note)]),
    ...examples.flatMap(({ line, why }) => [
      '.PP',
      `${roff(why.charAt(0).toUpperCase() + why.slice(1))}:`,
      '.PP',
      '.RS 4',
      '.nf',
      roff(line),
      '.fi',
      '.RE',
    ]),
    '.PP',
    `${roff(exitLine(exits))}.`,
  ]
}

function heading({ name, value }: Word): string {
  return value === '' || value === name ? name : `${name} ${value}`
}

function item(head: string, text: string): string[] {
  return ['.TP', `.B ${roff(head)}`, roff(text || head)]
}

/** A text that roff prints as it is: hyphens that can be pasted, quotes that stay quotes, no command at a line's start. */
function roff(text: string): string {
  const special: Record<string, string> = {
    '\\': '\\e',
    '-': '\\-',
    "'": '\\(aq',
    '"': '\\(dq',
    '`': '\\(ga',
    '~': '\\(ti',
    '^': '\\(ha',
    '…': '...',
  }
  return text.replace(/[\\\-'"`~^…]/g, (sign) => special[sign]!).replace(/^\./, '\\&.')
}
