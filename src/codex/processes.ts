import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { resolved } from '../platform/paths.ts'
import { ownProcesses, variablesOf } from '../platform/process-table.ts'
import { codexHomeOf } from './environment.ts'

/** session: a person (or a script) works in it; daemon and updater outlive it (codex.md, section 6); other: the rest. */
export type CodexRole = 'session' | 'daemon' | 'updater' | 'other'

/** A codex that is running. */
export interface CodexProcess {
  pid: number
  /** its words, for people */
  command: string
  /** where its login lies, links resolved */
  codexHome: string
  role: CodexRole
  /** its program's file, as it was started */
  program?: string | undefined
  since?: Date | undefined
}

/**
 * The codex processes of this user, without npm's launcher (its child is the codex) and without codex's own helpers.
 * Of a process's environment only what says which codex home it uses is looked at.
 */
export function codexProcesses(): CodexProcess[] {
  return ownProcesses()
    .filter(({ argv }) => isCodex(argv))
    .map(({ pid, argv, since }) => ({
      pid,
      command: commandOf(argv),
      codexHome: resolved(codexHomeOf(variablesOf(pid, ['CODEX_HOME', 'HOME']), userInfo().homedir)),
      role: roleOf(argv),
      program: argv[0],
      since,
    }))
}

/** Those that use a codex home, by whatever path. */
export function codexProcessesOf(codexHome: string): CodexProcess[] {
  const home = resolved(codexHome)
  return codexProcesses().filter((each) => each.codexHome === home)
}

/** The native program, as npm, Homebrew and the releases name it; a helper has another name in its place. */
export function isCodex([program = '']: readonly string[]): boolean {
  return /^codex(-(x86_64|aarch64)-[\w-]+)?$/.test(basename(program))
}

// Words of `codex --help` (0.92.0 and 0.169.0) that are no sessions; another word is a session's prompt.
const others = new Set(
  [
    'app app-server apply archive cloud completion debug delete doctor exec-server execpolicy features help login',
    'logout mcp mcp-server migrate-nfs-db migrate-rollouts plugin queue remote-control responses-api-proxy sandbox',
    'stdio-to-uds unarchive update',
  ].flatMap((line) => line.split(' ')),
)
const sessions = new Set(['agents', 'e', 'exec', 'fork', 'resume', 'review'])

/**
 * What a codex does, by its words: `codex app-server --listen unix:// … --managed-daemon` and `codex app-server daemon
 * pid-update-loop` are what 0.169.0 starts by itself.
 */
export function roleOf(argv: readonly string[]): CodexRole {
  const words = argv.slice(1)
  const command = words.find((word) => others.has(word) || sessions.has(word))
  if (command === undefined || sessions.has(command)) {
    return words.some((word) => ['--version', '-V', '--help', '-h'].includes(word)) ? 'other' : 'session'
  }
  if (command !== 'app-server') return 'other'
  if (words.includes('pid-update-loop')) return 'updater'
  return words.some((word) => /^(--managed-daemon|(--listen=)?unix:.*)$/.test(word)) ? 'daemon' : 'other'
}

/** The command and its options without what a person has written: a prompt may be private, and long. */
function commandOf(argv: readonly string[]): string {
  const words = argv.slice(1)
  const command = words.findIndex((word) => others.has(word) || sessions.has(word))
  return ['codex', ...words.slice(command, command + 1)].join(' ')
}
