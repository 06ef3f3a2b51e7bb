import { join } from 'node:path'
import { swopBin, type Result, type Sandbox } from './sandbox.ts'

/** System calls that change what is on disk under a name. */
const calls = 'rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir'

/**
 * Runs swop, and kills it (SIGKILL) right before the nth system call that would change a name.
 * @returns how it ended; code 0 when it had fewer of them
 */
export async function killedAt(box: Sandbox, nth: number, args: readonly string[]): Promise<Result> {
  const options = ['-f', '-qq', '-o', join(box.folder, 'trace'), '-e', `trace=${calls}`]
  // A call that is injected an error is not done; the signal arrives before the next one.
  const inject = ['-e', `inject=${calls}:error=EINTR:signal=SIGKILL:when=${nth}`]
  return box.run('strace', [...options, ...inject, process.execPath, swopBin, ...args])
}
