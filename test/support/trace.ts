import fs from 'fs-extra'
import { join } from 'node:path'
import { inside, type TestShell } from './shells.ts'
import type { Result, Sandbox } from './sandbox.ts'

/**
 * Runs statements in a shell under strace.
 * @param before statements that are not watched, such as loading the functions
 * @returns the system calls of the watched statements that start a process or run a program; fish's own threads are not
 * among them
 */
export async function processesOf(
  sandbox: Sandbox,
  shell: TestShell,
  before: readonly string[],
  watched: readonly string[],
): Promise<Result & { calls: string[] }> {
  const log = join(sandbox.folder, 'strace.log')
  const mark = join(sandbox.folder, 'mark')
  fs.writeFileSync(mark, '')
  const script = [...before, shell.source(mark), ...watched, shell.source(mark)]
  const command = inside(sandbox, shell, script).split(' ')
  const traced = 'trace=clone,clone3,fork,vfork,execve,execveat,open,openat'
  const result = await sandbox.run('strace', ['-f', '-qq', '-s', '4096', '-e', traced, '-o', log, ...command])
  const lines = fs.readFileSync(log, 'utf8').split('\n')
  const marks = lines.flatMap((line, index) => (line.includes(`"${mark}"`) ? [index] : []))
  if (marks.length !== 2) throw new Error(`expected two marks, not ${marks.length}: ${result.stderr}`)
  const calls = lines
    .slice(marks[0], marks[1])
    .filter((line) => /\b(clone3?|v?fork|execve(at)?)\(/.test(line) && !line.includes('CLONE_THREAD'))
  return { ...result, calls }
}
