import { execa } from 'execa'
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

/**
 * Runs a command under strace and follows everything that it starts, but not what a program of a certain name does, and
 * what that starts.
 * @param trusted the file name of the program that may do what it wants
 * @returns the system calls of all the others that open a file of that name for writing, rename it, or remove it
 */
export async function changesBy(
  sandbox: Sandbox,
  command: readonly string[],
  {
    trusted,
    file,
    env,
    input,
  }: { trusted: string; file: string; env: Record<string, string>; input: string },
): Promise<{ code: number | undefined; calls: string[]; programs: string[] }> {
  const folder = fs.mkdtempSync(join(sandbox.folder, 'strace-'))
  const traced =
    'trace=execve,clone,clone3,fork,vfork,open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,truncate'
  // A file for each process and thread: lines of one are in order, and none is cut in two.
  const strace = ['-ff', '-qq', '-s', '4096', '-e', traced, '-o', join(folder, 'of'), ...command]
  const { exitCode: code } = await execa('strace', strace, {
    env: { ...sandbox.env, ...env },
    extendEnv: false,
    input,
    reject: false,
    cwd: sandbox.folder,
  })
  const linesOf = (pid: string) => fs.readFileSync(join(folder, `of.${pid}`), 'utf8').split('\n')
  const pids = fs.readdirSync(folder).map((name) => name.slice('of.'.length))
  const started = new Set(pids.flatMap((pid) => linesOf(pid).flatMap((line) => childIn(line) ?? [])))
  const calls: string[] = []
  const programs: string[] = []
  const follow = (pid: string): void => {
    if (!pids.includes(pid)) return
    for (const line of linesOf(pid)) {
      const program = /^execve\("([^"]+)".* = 0$/.exec(line)?.[1]
      if (program) programs.push(program)
      if (program?.endsWith(`/${trusted}`)) return
      const child = childIn(line)
      if (child) follow(child)
      if (line.includes(`/${file}"`) && isChange(line)) calls.push(line)
    }
  }
  for (const pid of pids) if (!started.has(pid)) follow(pid)
  return { code, calls, programs }
}

function isChange(line: string): boolean {
  if (line.startsWith('execve')) return false // its name among the words of a command
  return !line.startsWith('open') || /O_(WRONLY|RDWR|CREAT|TRUNC)/.test(line)
}

function childIn(line: string): string | undefined {
  return /^(?:clone3?|v?fork)\(.* = (\d+)$/.exec(line)?.[1]
}
