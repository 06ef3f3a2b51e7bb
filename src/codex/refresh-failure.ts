import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readPart } from '../platform/parts.ts'

/** The login server said that a refresh token is good for nothing any more. */
export interface RefreshFailure {
  why: 'expired' | 'already used' | 'revoked'
  when: Date
}

/**
 * Plain files of the account's own in which codex leaves the server's answer: the daemon's errors since its last start
 * (0.169.0), and the log of the TUI (0.92.0; 0.169.0 only with `log_dir`). `codex exec` leaves it on stderr and in the
 * session, which accounts share; logs_2.sqlite is shared, too, and open for writing.
 */
const logs = [
  ['app-server-daemon', 'daemon.stderr.log'],
  ['log', 'codex-tui.log'],
]

const tail = 256 * 1024

/** The last permanent refusal of a codex home's refresh token, as far as codex left a trace of it. */
export function readRefreshFailure(codexHome: string): RefreshFailure | undefined {
  return logs
    .map((path) => refreshFailureIn(endOf(join(codexHome, ...path))))
    .filter((failure) => failure !== undefined)
    .sort((one, other) => other.when.getTime() - one.when.getTime())[0]
}

/** The last one in the text of a log, with or without a terminal's colours. */
export function refreshFailureIn(log: string): RefreshFailure | undefined {
  const line =
    /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z)[^\n]*Your access token could not be refreshed because your refresh token (?:has (expired)|was (already used|revoked))/g
  const found = [...log.matchAll(line)].at(-1)
  if (!found) return undefined
  const [, when = '', ...reasons] = found
  return { when: new Date(when), why: reasons.find((reason) => reason) as RefreshFailure['why'] }
}

function endOf(path: string): string {
  if (!existsSync(path)) return '' // as a rule; an error takes node much longer than a look
  try {
    return readPart(path, 'tail', tail).bytes?.toString('utf8') ?? ''
  } catch {
    return '' // no log, or none for us: no trace
  }
}
