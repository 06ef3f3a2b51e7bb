import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { processTable, type Process } from '../platform/process-table.ts'
import type { Connection } from './connection.ts'

// macOS has no /proc; lsof and ps belong to the system there. Tried with the same tools on Linux, never on macOS.

/** @returns the pid of the process that opened a connection, and all processes by their pid */
export async function psClient(
  connection: Connection,
): Promise<{ client: number | undefined; processes: Map<number, Process> }> {
  const sockets = await output('lsof', ['-nP', `-iTCP:${connection.clientPort}`, '-Fpn'])
  const processes = processTable(await output('ps', ['-axww', '-o', 'pid=,ppid=,command=']))
  const holders = socketHolders(sockets, connection)
  // A child that codex has forked, but that has not become another program yet, has all of its sockets.
  const client = holders.find((pid) => !holders.includes(processes.get(pid)?.parent ?? 0))
  return { client, processes }
}

/** @param fields what `lsof -Fpn` prints: a line `p<pid>`, then a line `n<from>-><to>` for each of its sockets */
export function socketHolders(fields: string, { clientPort, serverPort }: Connection): number[] {
  // The server's end has the same two ports the other way round.
  const socket = new RegExp(`^n.*:${clientPort}->.*:${serverPort}$`)
  const holders: number[] = []
  let pid = 0
  for (const line of fields.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1))
    if (socket.test(line)) holders.push(pid)
  }
  return holders
}

/** The program's output; nothing when it is missing or fails (lsof calls it a failure to find nothing). */
async function output(file: string, words: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(file, [...words], { maxBuffer: 1 << 26 })).stdout
  } catch {
    return ''
  }
}
