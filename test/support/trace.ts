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
  const traced = 'clone,clone3,fork,vfork,execve,execveat'
  const { calls, ...result } = await callsOf(sandbox, shell, before, watched, traced)
  return { ...result, calls: calls.filter(startsProcess) }
}

/** The same for the system calls that have a path, in the sandbox's folder: what is looked at, opened or changed. */
export async function fileCallsOf(
  sandbox: Sandbox,
  shell: TestShell,
  before: readonly string[],
  watched: readonly string[],
): Promise<Result & { calls: string[] }> {
  const { calls, ...result } = await callsOf(sandbox, shell, before, watched, '%file')
  return { ...result, calls: calls.filter((line) => line.includes(`"${sandbox.folder}/`)) }
}

/** Whether a line of strace's log starts a process, or a program; not a thread. */
export function startsProcess(line: string): boolean {
  return /\b(clone3?|v?fork|execve(at)?)\(/.test(line) && !line.includes('CLONE_THREAD')
}

/**
 * The lines of a log of `strace -f`, each call whole: where threads run at the same time, strace cuts a call in two lines.
 * In the order in which they began.
 */
export function wholeCalls(log: string): string[] {
  const cut = ' <unfinished ...>'
  const lines: string[] = []
  const begun = new Map<string, number>()
  for (const line of log.split('\n')) {
    const [, pid = '', rest] = /^(\d+) +<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? []
    const index = begun.get(pid)
    if (rest !== undefined && index !== undefined) {
      lines[index] += rest.replace(/^(.*\)) +=/, '$1 =') // it aligns these
      begun.delete(pid)
    } else if (line.endsWith(cut)) {
      begun.set(/^\d+/.exec(line)?.[0] ?? '', lines.length)
      lines.push(line.slice(0, -cut.length))
    } else {
      lines.push(line)
    }
  }
  return lines
}

async function callsOf(
  sandbox: Sandbox,
  shell: TestShell,
  before: readonly string[],
  watched: readonly string[],
  traced: string,
): Promise<Result & { calls: string[] }> {
  const log = join(sandbox.folder, 'strace.log')
  const mark = join(sandbox.folder, 'mark')
  fs.writeFileSync(mark, '')
  const script = [...before, shell.source(mark), ...watched, shell.source(mark)]
  const command = inside(sandbox, shell, script).split(' ')
  const options = ['-f', '-qq', '-s', '4096', '-e', `trace=${traced},open,openat`, '-o', log]
  const result = await sandbox.run('strace', [...options, ...command])
  const lines = wholeCalls(fs.readFileSync(log, 'utf8'))
  const marks = lines.flatMap((line, index) =>
    /\bopen(at)?\(/.test(line) && line.includes(`"${mark}"`) ? [index] : [],
  )
  if (marks.length !== 2) throw new Error(`expected two marks, not ${marks.length}: ${result.stderr}`)
  const calls = lines.slice((marks[0] ?? 0) + 1, marks[1]).filter((line) => !line.includes(`"${mark}"`))
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
