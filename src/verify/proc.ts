import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { procProcess } from '../platform/process-table.ts'
import type { Connection } from './connection.ts'

// What Linux tells of processes and their sockets, in /proc (proc(5)).

/** @returns the pid of the process that opened a connection */
export function procClient(connection: Connection): number | undefined {
  // A client whose socket speaks IPv6 reaches 127.0.0.1 as ::ffff:127.0.0.1 and is listed in the other table.
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => read(path))
  const inode = tables.map((table) => socketInode(table, connection)).find((found) => found !== undefined)
  if (inode === undefined) return undefined
  // The highest first: codex has only just started, so this finds it at once on a machine full of processes.
  const pids = list('/proc').map(Number).filter(Number.isInteger)
  let client = pids.sort((one, other) => other - one).find((pid) => holds(pid, inode))
  // A child that codex has forked, but that has not become another program yet, has all of its sockets.
  for (
    let parent = client;
    parent !== undefined && holds(parent, inode);
    parent = procProcess(parent)?.parent
  ) {
    client = parent
  }
  return client
}

/**
 * @param table the text of /proc/net/tcp or tcp6: local and remote address in hex, the inode in the tenth column
 * @returns the inode of the client's socket
 */
export function socketInode(table: string, { clientPort, serverPort }: Connection): string | undefined {
  const port = (number: number) => `:${number.toString(16).toUpperCase().padStart(4, '0')}`
  for (const row of table.split('\n').slice(1)) {
    const [, local = '', remote = '', , , , , , , inode] = row.trim().split(/\s+/)
    if (local.endsWith(port(clientPort)) && remote.endsWith(port(serverPort))) return inode
  }
  return undefined
}

function holds(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`
  return list(folder).some((descriptor) => linkTarget(`${folder}/${descriptor}`) === `socket:[${inode}]`)
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
