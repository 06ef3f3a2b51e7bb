import { normalised, type Action, type TraceEvent } from './event.ts'
import type { AccountLayout } from '../../accounts/layout.ts'
import type { TracedRun } from './judge.ts'

/**
 * The command line that a person runs beside swop on macOS: only root may watch there.
 * @param log where it writes
 */
export function fsUsageCommand(log: string): string {
  return `sudo fs_usage -w -f filesys codex > '${log.replaceAll("'", String.raw`'\''`)}'`
}

const actions: Record<string, Action> = {
  mkdir: 'make',
  mkdirat: 'make',
  mknod: 'make',
  rename: 'rename',
  renameat: 'rename',
  renamex_np: 'rename',
  renameatx_np: 'rename',
  link: 'link',
  linkat: 'link',
  symlink: 'link',
  symlinkat: 'link',
  clonefileat: 'make',
  unlink: 'remove',
  unlinkat: 'remove',
  rmdir: 'remove',
  chmod: 'mode',
  chmod_extended: 'mode',
  fchmodat: 'mode',
  truncate: 'write',
  stat64: 'read',
  lstat64: 'read',
  fstatat64: 'read',
  access: 'read',
  getattrlist: 'read',
}

/**
 * What codex did to paths, as `fs_usage -w` tells it (fs_usage(1)): time, call, `F=` a descriptor, `[ 2]` an error,
 * `(RWC__)` how a file was opened, the path, how long it took, `W` for a wait, the program and its thread. Tried with a
 * made-up log only, never on macOS.
 * @param text the log
 */
export function fsUsageEvents(text: string): TraceEvent[] {
  return text.split('\n').flatMap((line) => {
    const [, hours, minutes, seconds, name = '', rest = ''] =
      /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)\s+([A-Za-z_][\w]*)\s+(.*?)\s+\d+\.\d+(?:\s+W)?\s+codex[\w.-]*\s*$/.exec(
        line,
      ) ?? []
    // A part of the path may be a blank; in front of it are only descriptor, error and flags.
    const path = /(?:^|\s)(\/.*)$/.exec(rest)?.[1]
    if (path === undefined) return []
    const call = name.replace(/_nocancel$/, '')
    const opened = /^(open|openat|open_dprotected|guarded_open_np|open_extended)$/.test(call)
    const flags = /\(([A-Z_]+)\)/.exec(rest)?.[1] ?? ''
    const action = opened ? (/[WCAT]/.test(flags) ? 'write' : 'read') : actions[call]
    if (action === undefined) return []
    const time = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    const ok = !/\[\s*\d+\]/.test(rest.slice(0, rest.indexOf(path)))
    return [{ action, path: normalised(path), ok, sandboxed: false, time }]
  })
}

/** When a command ran: seconds since midnight. */
export interface Span {
  command: string
  start: number
  end: number
}

/**
 * Tells by the clock which command an event belongs to, and by the path which account: fs_usage names neither.
 * @returns for each command one run of each account, and one for what lies in no account
 */
export function runsInLog(
  log: string,
  spans: readonly Span[],
  accounts: readonly AccountLayout[],
): TracedRun[] {
  const events = fsUsageEvents(log)
  const ownerOf = (path: string) => accounts.find(({ folder }) => path.startsWith(`${folder}/`))?.name
  return spans.flatMap(({ command, start, end }) => {
    const during = events.filter(({ time = 0 }) => time >= start && time <= end)
    return [...accounts.map(({ name }) => name), undefined].map((account) => ({
      command,
      account,
      events: during.filter(({ path }) => ownerOf(path) === account),
    }))
  })
}
