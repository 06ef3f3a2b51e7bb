import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { z } from 'zod/mini'
import { median } from './median.ts'
import type { Sandbox } from '../support/sandbox.ts'

/** A command that hyperfine starts, without a shell. */
export interface Timed {
  command: string
  cwd?: string
  env?: Record<string, string>
}

const exported = z.object({ results: z.tuple([z.object({ times: z.array(z.number()) })]) })

/**
 * Times commands in turns, so that what else the machine does meets all of them alike.
 * @param commands name → command
 * @param rounds how often each has its turn; a turn is a warm-up and `runs` runs
 * @returns name → median, µs
 */
export async function timeCommands<Name extends string>(
  box: Sandbox,
  commands: Readonly<Record<Name, Timed>>,
  { rounds = 8, runs = 5, warmup = 1 }: { rounds?: number; runs?: number; warmup?: number } = {},
): Promise<Record<Name, number>> {
  const entries = Object.entries(commands) as [Name, Timed][]
  const times = new Map<Name, number[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of entries) {
      // One after the other: two at once would measure each other.
      // oxlint-disable-next-line no-await-in-loop
      times.get(name)?.push(...(await turn(box, command, runs, warmup)))
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>
}

async function turn(
  box: Sandbox,
  { command, cwd = box.folder, env = {} }: Timed,
  runs: number,
  warmup: number,
): Promise<number[]> {
  const file = join(box.folder, 'hyperfine.json')
  const options = ['-N', '--style', 'none', '--runs', String(runs), '--warmup', String(warmup)]
  const { exitCode, stderr } = await execa('hyperfine', [...options, '--export-json', file, '--', command], {
    env: { ...box.env, ...env },
    extendEnv: false,
    reject: false,
    cwd,
    stdin: 'ignore',
  })
  if (exitCode !== 0) throw new Error(`${command}: ${stderr}`)
  const [{ times }] = exported.parse(fs.readJsonSync(file)).results
  return times.map((seconds) => seconds * 1_000_000)
}

/** What a person types to compare commands. */
export function hyperfineText(...commands: string[]): string {
  return `hyperfine -N -w 3 ${commands.map(quoted).join(' ')}`
}

function quoted(command: string): string {
  return command.includes("'") ? `"${command.replace(/["\\$\u0060]/g, String.raw`\$&`)}"` : `'${command}'`
}
