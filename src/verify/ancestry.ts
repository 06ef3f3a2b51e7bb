import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { promisify } from 'node:util'

/** A process and the words it was started with. */
export interface Ancestor {
  pid: number
  argv: readonly string[]
}

/** Both ends of a connection over loopback, seen from the client. */
export interface Connection {
  clientPort: number
  serverPort: number
}

/**
 * Who is at the other end of a connection, and who started it. Has to be asked while the request is being answered:
 * afterwards the client may be gone.
 * @returns the client's process first, then its parent and so on some way up; empty when the client can't be found
 */
export async function ancestryOf(connection: Connection): Promise<Ancestor[]> {
  return process.platform === 'linux' ? ancestryFromProc(connection) : ancestryFromPs(connection)
}

function ancestryFromProc(connection: Connection): Ancestor[] {
  // A client whose socket speaks IPv6 reaches 127.0.0.1 as ::ffff:127.0.0.1 and is listed in the other table.
  const inode = ['/proc/net/tcp', '/proc/net/tcp6']
    .map((file) => socketInode(read(file), connection))
    .find(Boolean)
  const client = inode && holderOf(inode)
  return client ? chain(client, (pid) => processFromProc(pid)) : []
}

/**
 * @param table the text of /proc/net/tcp or tcp6 (proc(5)): local and remote address in hex, the inode in column 10
 * @returns the inode of the client's socket
 */
export function socketInode(table: string, { clientPort, serverPort }: Connection): string | undefined {
  const ends = [clientPort, serverPort].map((port) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`)
  for (const row of table.split('\n').slice(1)) {
    const [, local = '', remote = '', , , , , , , inode] = row.trim().split(/\s+/)
    if (local.endsWith(ends[0]!) && remote.endsWith(ends[1]!)) return inode
  }
  return undefined
}

/** Other users' processes can't be looked into; codex is one of ours. */
function holderOf(inode: string): number | undefined {
  const pids = list('/proc').map(Number).filter(Number.isInteger)
  // The highest first: codex has only just started, so this finds it at once on a machine full of processes.
  return pids
    .sort((one, other) => other - one)
    .find((pid) =>
      list(`/proc/${pid}/fd`).some((fd) => linkTarget(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`),
    )
}

interface Process extends Ancestor {
  parent: number
}

function processFromProc(pid: number): Process | undefined {
  const stat = read(`/proc/${pid}/stat`)
  if (!stat) return undefined
  // proc(5): pid (name) state ppid; the name may hold spaces and parentheses.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  return { pid, parent, argv: read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1) }
}

// macOS has no /proc; lsof and ps belong to the system there. Tried with the same tools on Linux only.
async function ancestryFromPs(connection: Connection): Promise<Ancestor[]> {
  const run = promisify(execFile)
  try {
    const sockets = await run('lsof', ['-nP', `-iTCP:${connection.clientPort}`, '-Fpn'])
    const client = socketHolder(sockets.stdout, connection)
    if (client === undefined) return []
    const processes = await run('ps', ['-axww', '-o', 'pid=,ppid=,command='], { maxBuffer: 1 << 26 })
    const known = processTable(processes.stdout)
    return chain(client, (pid) => known.get(pid))
  } catch {
    return [] // no lsof, or it found nothing, which it calls a failure
  }
}

/** @param fields what `lsof -Fpn` prints: a line `p<pid>` and then a line `n<from>-><to>` for each of its sockets */
export function socketHolder(fields: string, { clientPort, serverPort }: Connection): number | undefined {
  let pid: number | undefined
  for (const line of fields.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1))
    // The server's end has the same two ports the other way round.
    if (new RegExp(`^n.*:${clientPort}->.*:${serverPort}$`).test(line)) return pid
  }
  return undefined
}

/** @param text what `ps -o pid=,ppid=,command=` prints; ps joins the words with blanks, so they are split at blanks */
export function processTable(text: string): Map<number, Process> {
  const rows = text.split('\n').map((line) => line.trim().split(/\s+/))
  return new Map(
    rows.map(([pid, parent, ...argv]) => [Number(pid), { pid: Number(pid), parent: Number(parent), argv }]),
  )
}

/** Enough for codex, its launcher, the shell and some that should not be there. */
const depth = 8

function chain(client: number, lookUp: (pid: number) => Process | undefined): Ancestor[] {
  const ancestors: Ancestor[] = []
  for (let next = lookUp(client); next && ancestors.length < depth; next = lookUp(next.parent)) {
    ancestors.push({ pid: next.pid, argv: next.argv })
  }
  return ancestors
}

// A process may end between two reads, and most of /proc belongs to others: what can't be read is not there.

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
