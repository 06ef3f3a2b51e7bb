import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import type { Sandbox } from './sandbox.ts'

/** Every sh that a system may have, by the program that it is there. */
export const shPrograms = ['dash', 'bash', 'zsh', 'mksh', 'busybox'] as const

/** A program under the name `sh`, as which bash and zsh are other shells, and busybox is one. */
export function shOf(box: Sandbox, program: (typeof shPrograms)[number]): string {
  const folder = join(box.folder, 'shells', program)
  const sh = join(folder, 'sh')
  if (!fs.existsSync(sh)) {
    fs.mkdirpSync(folder)
    fs.symlinkSync(`/usr/bin/${program}`, sh)
  }
  if (!fs.existsSync(sh)) throw new Error(`${program} is missing`)
  return sh
}

/** What a program printed, byte for byte, and how it ended. */
export interface Ending {
  code: number | undefined
  signal: string | undefined
  stdout: string
  stderr: string
}

/** An environment that a case is run in; undefined for a variable that is not there. */
export type Given = Readonly<Record<string, string | undefined>>

/** Runs a command with the sandbox's environment and what a case changes of it. */
export async function ending(box: Sandbox, command: readonly string[], given: Given = {}): Promise<Ending> {
  const [program = '', ...words] = command
  const env = Object.fromEntries(
    Object.entries({ ...box.env, ...given }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  )
  const { exitCode, signal, stdout, stderr } = await execa(program, words, {
    env,
    extendEnv: false,
    reject: false,
    cwd: box.folder,
    stdin: 'ignore',
    stripFinalNewline: false,
    encoding: 'latin1',
  })
  return { code: exitCode, signal, stdout, stderr }
}

/** The sandbox's home and root as they are now; gives what puts them back, with all their times. */
export async function snapshot(box: Sandbox): Promise<() => Promise<void>> {
  const kept = join(box.folder, 'kept')
  fs.mkdirpSync(kept)
  await execa('cp', ['-a', box.home, box.root, kept])
  return async () => {
    await execa('rm', ['-rf', box.home, box.root])
    await execa('cp', ['-a', ...fs.readdirSync(kept).map((name) => join(kept, name)), box.folder])
  }
}
