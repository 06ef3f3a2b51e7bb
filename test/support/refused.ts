import { expect } from 'vitest'
import { listing } from './disk.ts'
import { dumped, dumpTo, initFile, runScript, type TestShell } from './shells.ts'
import type { Sandbox } from './sandbox.ts'

/** A statement that must be refused, and statements around it that are not looked at. */
export interface Attempt {
  before?: readonly string[]
  typed: string
  after?: readonly string[]
}

/** How a refused statement ended. */
export interface Answer {
  status: number
  stderr: string
}

/**
 * Runs statements that must be refused, in one shell: each says one line on stderr, and neither the environment nor
 * anything on disk changes.
 */
export async function refusedEach(
  box: Sandbox,
  shell: TestShell,
  attempts: readonly Attempt[],
): Promise<Answer[]> {
  const lines = attempts.flatMap(({ before = [], typed, after = [] }, index) => [
    ...before,
    dumpTo(box, shell, `dump-${index}-before`),
    typed,
    shell.dialect === 'fish' ? 'set code $status' : 'code=$?',
    dumpTo(box, shell, `dump-${index}-after`),
    'echo $code',
    ...after,
  ])
  const load = shell.functions ? [shell.source(initFile(box, shell))] : []
  const disk = () => listing(box.folder, /^(script-|dump-)|\.stamp$/)
  const then = disk()
  const user = { SWOP_ROOT: box.root, CODEX_API_KEY: 'sk-user', CODEX_HOME: "the user's\nown" }
  const { code, stdout, stderr } = await runScript(box, shell, [...load, ...lines], user)
  const line = String.raw`swop: [^\n]*; [^\n]*\n`
  const said = new RegExp(`^(${line}){${attempts.length}}$`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(said) })
  expect(disk()).toEqual(then)
  const statuses = stdout.trimEnd().split('\n')
  return attempts.map((_, index) => {
    expect(dumped(box, `dump-${index}-after`)).toEqual(dumped(box, `dump-${index}-before`))
    return { status: Number(statuses[index]), stderr: stderr.split('\n')[index] ?? '' }
  })
}

/** The same for one statement. */
export async function refused(
  box: Sandbox,
  shell: TestShell,
  before: readonly string[],
  typed: string,
): Promise<Answer> {
  const [answer] = await refusedEach(box, shell, [{ before, typed }])
  return answer!
}
