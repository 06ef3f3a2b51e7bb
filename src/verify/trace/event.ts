/** What a program did to a path. `connect` and `read` change nothing. */
export type Action =
  'write' | 'make' | 'rename' | 'link' | 'remove' | 'mode' | 'lock' | 'socket' | 'connect' | 'read'

/** One thing that a traced program did, or tried to do, to one path. */
export interface TraceEvent {
  action: Action
  /** As the program named it, made absolute; links in it not followed. */
  path: string
  /** The same with all links followed, where the trace tells it (an open file's path). */
  real?: string
  /** For a rename: where it went. */
  to?: string
  /** Whether the call succeeded. */
  ok: boolean
  /** Made by a process with file systems mounted for itself alone: the same path may be another file there. */
  sandboxed: boolean
  /** Seconds since midnight, in a log that has the time. */
  time?: number
}

/** @returns the path without `.`, `..` and double slashes, as text: the file system is not asked */
export function normalised(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** @param folder what a relative path begins at */
export function absolute(path: string, folder: string): string {
  if (path.startsWith('@')) return path // an abstract socket is no path
  return normalised(path.startsWith('/') ? path : `${folder}/${path}`)
}
