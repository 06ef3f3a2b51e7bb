import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import type { Sandbox } from '../support/sandbox.ts'

/** How many processes a command starts, by strace: itself not counted, nor the threads of node. */
export async function processesStarted(
  box: Sandbox,
  command: readonly string[],
  cwd = box.folder,
): Promise<number> {
  const log = join(box.folder, 'started')
  const options = ['-f', '-qq', '-e', 'trace=clone,clone3,fork,vfork', '-o', log]
  await execa('strace', [...options, ...command], {
    env: box.env,
    extendEnv: false,
    reject: false,
    cwd,
    stdin: 'ignore',
  })
  const lines = fs.readFileSync(log, 'utf8').split('\n')
  return lines.filter((line) => /\b(clone3?|v?fork)\(/.test(line) && !line.includes('CLONE_THREAD')).length
}
