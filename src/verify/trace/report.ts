import * as z from 'zod/mini'
import { verdicts } from './verdict-on.ts'
import type { TracedWrite } from './judge.ts'
import type { GlobalRead } from './global-reads.ts'

const place = z.enum(['account', 'other account', 'base', 'home', 'project', 'harmless', 'elsewhere'])

/** The report as `--json` prints it, and as `--compare` reads it. */
export const traceReport = z.object({
  format: z.literal(1),
  ok: z.boolean(),
  testedOn: z.object({
    system: z.string(),
    kernel: z.string(),
    swop: z.string(),
    codex: z.object({ version: z.string(), path: z.string() }),
    shells: z.array(z.object({ name: z.string(), version: z.string() })),
  }),
  commands: z.array(
    z.object({
      command: z.string(),
      writes: z.array(
        z.object({
          accounts: z.array(z.string()),
          place,
          entry: z.optional(z.string()),
          path: z.string(),
          actions: z.array(z.string()),
          share: z.optional(z.enum(['shared', 'own', 'copied'])),
          verdict: z.enum(verdicts),
          why: z.string(),
        }),
      ),
    }),
  ),
  mustIsolate: z.array(z.string()),
  safeToShare: z.array(z.string()),
  globalReads: z.array(z.object({ path: z.string(), found: z.boolean(), why: z.string() })),
  findings: z.array(z.string()),
  limitations: z.array(z.string()),
})

export type TraceReport = z.infer<typeof traceReport>

/** What the trace can't say. */
const limitations = [
  'Only the listed commands were traced, with API keys, against a server on loopback: browser login, plugins, MCP servers and commands that the model runs were not.',
  'A write through a memory map or a descriptor that was handed over is seen where the file was opened, not again.',
  'In a process with its own mounts (the sandbox) only paths in the homes and the project are judged.',
  'A keyring, other machines and what goes over the network are not looked at.',
]

/**
 * Puts the report together.
 * @param commands in the order in which they were run
 * @param failures commands that did not end well, each in a line
 */
export function reportOf(options: {
  testedOn: TraceReport['testedOn']
  commands: readonly string[]
  writes: readonly TracedWrite[]
  globalReads: readonly GlobalRead[]
  failures: readonly string[]
}): TraceReport {
  const { testedOn, commands, writes, globalReads, failures } = options
  const findings = [
    ...failures,
    ...(writes.length === 0 ? ['codex was not seen to write anything'] : []),
    ...writes.filter(({ verdict }) => verdict !== 'as promised').map(findingLine),
  ]
  return {
    format: 1,
    ok: findings.length === 0,
    testedOn,
    commands: commands.map((command) => ({
      command,
      writes: writes.filter((write) => write.command === command).map(({ command: _, ...write }) => write),
    })),
    mustIsolate: entriesOf(writes, 'own'),
    safeToShare: entriesOf(writes, 'shared'),
    globalReads: [...globalReads],
    findings: [...new Set(findings)],
    limitations,
  }
}

function findingLine({ command, entry, path, verdict, actions, why }: TracedWrite): string {
  const name = entry === undefined ? path : `${entry} (${path})`
  return `${verdict}: ${name}: ${actions.join(', ')} by ${command} (${why})`
}

function entriesOf(writes: readonly TracedWrite[], share: TracedWrite['share']): string[] {
  const known = writes.filter(({ verdict }) => verdict !== 'unknown entry')
  const entries = known.filter((write) => write.share === share).map(({ entry }) => entry ?? '')
  return [...new Set(entries.map(plainName))].sort()
}

/** A temporary name has chance in it, and what lies beside a database says no more than the database. */
function plainName(entry: string): string {
  return entry
    .replace(/^(\.tmp|\.auth-)[A-Za-z0-9]{6}$/, '$1*')
    .replace(/(?<=\.sqlite)-(wal|shm|journal)$/, '')
}
