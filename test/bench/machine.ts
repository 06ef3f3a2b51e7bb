import { execFileSync } from 'node:child_process'
import fs from 'fs-extra'
import { availableParallelism, cpus, loadavg, release, type } from 'node:os'
import { peerTools } from './peer-tools.ts'

/** Where and with what it was measured. */
export interface Machine {
  day: string
  cpu: string
  cores: number
  system: string
  /** how many processes wanted a core in the last minute: above the number of cores, times are those of a busy machine */
  load: number
  /** program → version */
  versions: Record<string, string>
}

/** This machine, and the versions of everything that was measured. */
export function machine(): Machine {
  const { version } = fs.readJsonSync('package.json') as { version: string }
  const tools = { bash: 'bash', zsh: 'zsh', fish: 'fish', ...peerTools() }
  const found = Object.entries(tools).map(([name, program]): [string, string] => [name, versionOf(program)])
  return {
    day: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    system: `${type()} ${release().replace(/-.*/, '')}`,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: { swop: version, node: process.versions.node, ...Object.fromEntries(found) },
  }
}

function versionOf(program: string): string {
  const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return /\d+(\.\d+)+/.exec(said)?.[0] ?? 'unknown'
}
