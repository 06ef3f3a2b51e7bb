import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ancestryOf } from '../../src/verify/ancestry.ts'
import { socketInode } from '../../src/verify/proc.ts'
import { processTable } from '../../src/platform/process-table.ts'
import { socketHolders } from '../../src/verify/ps.ts'
import { isLauncher } from '../../src/verify/runs.ts'
import type { Ancestor } from '../../src/verify/connection.ts'

test('the process behind a connection, and those that started it', async () => {
  let seen: readonly Ancestor[] = []
  const server = createServer(async ({ socket: { remotePort = 0, localPort = 0 } }, response) => {
    seen = await ancestryOf({ clientPort: remotePort, serverPort: localPort })
    response.end('done')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = `fetch('http://127.0.0.1:${port}').then((answer) => answer.text()).then(() => console.log(process.pid))`
  const shell = `"$1" -e "$2"; echo $$`
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, 'sh', process.execPath, client])
  server.close()

  const [clientPid, shellPid] = stdout.trim().split('\n').map(Number)
  expect(seen.map(({ pid }) => pid).slice(0, 3)).toEqual([clientPid, shellPid, process.pid])
  expect(seen[0]?.argv).toEqual([process.execPath, '-e', client])
})

test('a connection that nobody has', async () => {
  expect(await ancestryOf({ clientPort: 1, serverPort: 1 })).toEqual([])
})

const connection = { clientPort: 36600, serverPort: 8123 }

test('the inode of the client in /proc/net/tcp, not that of the server', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1FBB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1269 1 0000 100 0 0 10 0
   1: 0100007F:1FBB 0100007F:8EF8 01 00000000:00000000 00:00000000 00000000     0        0 4001 1 0000 20 4 30 10 -1
   2: 0100007F:8EF8 0100007F:1FBB 01 00000000:00000000 00:00000000 00000000     0        0 4002 1 0000 20 4 30 10 -1
`
  expect(socketInode(table, connection)).toBe('4002')
  expect(socketInode(table, { ...connection, clientPort: 80 })).toBeUndefined()
})

test('the client in what lsof prints, not the server', () => {
  const fields = `p10
f21
n127.0.0.1:8123->127.0.0.1:36600
p20
f3
n127.0.0.1:36601->127.0.0.1:8123
f4
n127.0.0.1:36600->127.0.0.1:8123
`
  expect(socketHolders(fields, connection)).toEqual([20])
  expect(socketHolders('', connection)).toEqual([])
})

test('processes in what ps prints', () => {
  const table = processTable('    1     0 /sbin/launchd\n  899   100 node /n/bin/codex exec hi\n')
  expect(table.get(899)).toEqual({ pid: 899, parent: 100, argv: ['node', '/n/bin/codex', 'exec', 'hi'] })
})

describe("npm's launcher of codex", () => {
  test.each([
    [true, 'node /n/.bin/codex exec hi'],
    [true, '/opt/node/bin/node --no-warnings /n/@openai/codex/bin/codex.js exec hi'],
    [true, 'bun /n/codex.js'],
    [false, 'node /n/swop.js exec codex'],
    [false, '/bin/sh /n/codex exec hi'],
    [false, 'bash'],
    [false, 'node'],
  ])('%s: %s', (expected, words) => expect(isLauncher(words.split(' '))).toBe(expected))
})
