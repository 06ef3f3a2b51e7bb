import { procProcess, type Process } from '../platform/process-table.ts'
import { procClient } from './proc.ts'
import { psClient } from './ps.ts'
import type { Ancestor, Connection } from './connection.ts'

/**
 * Who is at the other end of a connection, and who started it. Has to be asked while the request is being answered:
 * afterwards the client may be gone.
 * @returns the client's process first, then its parent and so on some way up; empty when the client can't be found
 */
export async function ancestryOf(connection: Connection): Promise<Ancestor[]> {
  if (process.platform === 'linux') return chain(procClient(connection), procProcess)
  const { client, processes } = await psClient(connection)
  return chain(client, (pid) => processes.get(pid))
}

/** Enough for codex, its launcher, the shell and some that should not be there. */
const depth = 8

function chain(client: number | undefined, lookUp: (pid: number) => Process | undefined): Ancestor[] {
  const ancestors: Ancestor[] = []
  let next = client === undefined ? undefined : lookUp(client)
  while (next && ancestors.length < depth) {
    ancestors.push({ pid: next.pid, argv: next.argv })
    next = lookUp(next.parent)
  }
  return ancestors
}
