import fs from 'fs-extra'
import { join } from 'node:path'
import { swopBin, type Result, type Sandbox } from './sandbox.ts'

/** A system call that swop's main thread makes on something in a sandbox. */
export interface Call {
  name: string
  /** the how many-th of its name in the thread */
  ordinal: number
  /** whether it can change the disk */
  changes: boolean
  line: string
}

export type Fault = 'KILL' | 'ENOSPC' | 'EIO'

const changing =
  'write,pwrite64,writev,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,ftruncate,chmod,fchmod,fchmodat,utimensat,sendfile,copy_file_range'.split(
    ',',
  )
const reading = 'read,pread64,getdents64,statx,newfstatat,readlink,readlinkat,fstat'.split(',')

// Without -f: swop changes the disk from the main thread only, by node's synchronous calls, and so the count of a call
// is the same in every run. node's other threads read swop's own code.
async function strace(box: Sandbox, options: readonly string[]): Promise<Result> {
  return box.run('strace', [
    '-qq',
    '-y',
    '-o',
    join(box.folder, 'calls'),
    ...options,
    process.execPath,
    swopBin,
    'sync',
    'a',
  ])
}

/** Every call of a `swop sync a` that touches the sandbox, in order. */
export async function callsOfSync(box: Sandbox, within: RegExp): Promise<Call[]> {
  await strace(box, ['-e', `trace=openat,open,creat,${[...changing, ...reading].join(',')}`])
  const count = new Map<string, number>()
  return fs
    .readFileSync(join(box.folder, 'calls'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const name = /^(\w+)\(/.exec(line)?.[1]
      if (name === undefined) return []
      const ordinal = (count.get(name) ?? 0) + 1
      count.set(name, ordinal)
      if (!within.test(line)) return []
      return [{ name, ordinal, line, changes: changing.includes(name) || /O_(CREAT|WRONLY|RDWR)/.test(line) }]
    })
}

/** Runs `swop sync a` so that one call is not made: the process is killed on entering it, or it fails. */
export async function syncWithFault(
  box: Sandbox,
  { name, ordinal }: Call,
  fault: Fault,
): Promise<Result & { hit: boolean }> {
  const what = fault === 'KILL' ? 'signal=KILL' : `error=${fault}`
  const result = await strace(box, ['-e', `trace=${name}`, '-e', `inject=${name}:${what}:when=${ordinal}`])
  const log = fs.readFileSync(join(box.folder, 'calls'), 'utf8')
  return { ...result, hit: fault === 'KILL' ? log.includes('killed by SIGKILL') : log.includes('(INJECTED)') }
}
