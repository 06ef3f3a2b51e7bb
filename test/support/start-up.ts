import fs from 'fs-extra'
import { join } from 'node:path'
import { startsProcess, wholeCalls } from './trace.ts'
import type { Sandbox } from './sandbox.ts'

/** What starting a command costs, whatever the machine. */
export interface StartUp {
  /** those that it starts; itself is none of them */
  processes: number
  /** files of the package that are opened, such as bundles */
  files: string[]
  /** how large these are together */
  bytes: number
}

/**
 * Runs a command under strace.
 * @param folder the package's folder, links resolved
 * @param command program and words; the program need not lie in that folder
 */
export async function startUpOf(
  box: Sandbox,
  folder: string,
  command: readonly string[],
): Promise<StartUp & { stdout: string; code: number | undefined }> {
  const log = join(box.folder, `start-up-${process.hrtime.bigint()}`)
  const traced = 'trace=open,openat,execve,execveat,clone,clone3,fork,vfork'
  const options = ['-f', '-qq', '-s', '4096', '-e', traced, '-o', log]
  const { code, stdout } = await box.run('strace', [...options, ...command])
  const lines = wholeCalls(fs.readFileSync(log, 'utf8'))
  const opened = lines.flatMap((line) => /\bopen(?:at)?\([^"]*"([^"]+)".*\) = \d+/.exec(line)?.[1] ?? [])
  const paths = [
    ...new Set(opened.filter((path) => fs.existsSync(path)).map((path) => fs.realpathSync(path))),
  ]
  const files = paths.filter((path) => path.startsWith(`${folder}/`) && fs.statSync(path).isFile())
  return {
    code,
    stdout,
    processes: lines.filter((line) => startsProcess(line) && !line.includes('execve')).length,
    files: files.map((path) => path.slice(folder.length + 1)).sort(),
    bytes: files.reduce((sum, path) => sum + fs.statSync(path).size, 0),
  }
}
