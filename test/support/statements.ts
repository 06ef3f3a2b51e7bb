import fs from 'fs-extra'
import { join } from 'node:path'
import { scriptCommand, type TestShell } from './shells.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * Counts what a shell executes, by its own means: a DEBUG trap in bash and zsh, the profile in fish. The same code gives the
 * same number on any machine and under any load.
 * @param before statements that are not counted
 * @param watched one line of statements that are
 * @param options of the shell, such as -i
 */
export async function statementsOf(
  box: Sandbox,
  shell: TestShell,
  before: readonly string[],
  watched: string,
  options: readonly string[] = [],
): Promise<number> {
  if (shell.dialect === 'fish') {
    const lines = async (script: readonly string[]) => {
      const profile = join(box.folder, 'profile')
      await run(box, shell, script, [...options, `--profile=${profile}`])
      return fs.readFileSync(profile, 'utf8').match(/^\d+\s+\d+\s+-*>/gm)?.length ?? 0
    }
    return (await lines([...before, watched])) - (await lines(before))
  }
  const script = [
    ...before,
    ...(shell.dialect === 'bash' ? ['set -T'] : []),
    "counted=0; trap '((++counted))' DEBUG",
    watched,
    'trap - DEBUG',
    'echo "counted $counted"',
  ]
  const counted = /^counted (\d+)$/m.exec(await run(box, shell, script, options))?.[1]
  return Number(counted)
}

async function run(
  box: Sandbox,
  shell: TestShell,
  script: readonly string[],
  options: readonly string[],
): Promise<string> {
  const [program = '', ...words] = scriptCommand(box, shell, script)
  const { code, stdout, stderr } = await box.run(program, [...options, ...words])
  if (code !== 0) throw new Error(`${shell.name} exited with ${code}: ${stderr}`)
  return stdout
}
