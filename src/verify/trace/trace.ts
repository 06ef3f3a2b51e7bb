import { exitCodes, type ExitCode } from '../../platform/failure.ts'
import { printData, printNote } from '../../ui/print.ts'
import { Children } from '../children.ts'
import { modelServerConfig, startModelServer } from '../model-server.ts'
import { addAccounts, findCodex, subjectsOf } from '../programs.ts'
import { findShells } from '../shells.ts'
import { cleanEnvironment, furnish, stageIn, type Binary } from '../stage.ts'
import { makeThrowAway, throwAwayParents } from '../throw-away.ts'
import type { Trial } from '../trial.ts'
import { tracedCommands } from './commands.ts'
import { endAllIn, removeSockets } from './daemons.ts'
import { globalReads } from './global-reads.ts'
import { judgeTrace } from './judge.ts'
import { machine } from './machine.ts'
import { markdownReport } from './markdown.ts'
import { observe, type Observed } from './observe.ts'
import { harmlessPlace } from './places.ts'
import { reportOf, type TraceReport } from './report.ts'
import { tryStrace, watchOf, type Watch } from './watch.ts'
import type { Environment } from '../../accounts/root.ts'
import type { Classify } from '../entries.ts'

/** What a trace needs of the process that asks for it. */
export interface TraceOptions {
  env: Environment
  binary: Binary
  version: string
  /** The log that fs_usage writes meanwhile, instead of strace. */
  log?: string | undefined
}

/**
 * Traces codex under two throw-away accounts and prints what it wrote, as Markdown or as JSON.
 * @returns 0, or 4 when anything is not as promised
 * @throws Failure when there is no codex or nothing to trace with, or the accounts can't be made
 */
export async function trace(options: TraceOptions & { json: boolean }): Promise<ExitCode> {
  const watch = watchOf(options, process.platform)
  if (!options.json && process.stderr.isTTY)
    printNote('swop: tracing codex in a throw-away home, which takes about half a minute')
  const { testedOn, observed } = await traced(options, watch)
  const report = judged(testedOn, observed)
  printData(options.json ? `${JSON.stringify(report, null, 2)}\n` : markdownReport(report))
  return report.ok ? exitCodes.done : exitCodes.drift
}

/**
 * Holds what was observed against the share map.
 * @param classify the share map; a parameter, so that one with a row less can be tried
 */
export function judged(
  testedOn: TraceReport['testedOn'],
  { runs, ground, failures }: Observed,
  classify?: Classify,
): TraceReport {
  return reportOf({
    testedOn,
    commands: tracedCommands.map(({ name }) => name),
    writes: judgeTrace(runs, ground, classify),
    globalReads: globalReads(
      runs.flatMap(({ events }) => events),
      ground,
    ),
    failures,
  })
}

/**
 * Runs the commands in a throw-away folder, which is gone afterwards, with all that was started.
 * @throws Failure as `trace` does
 */
export async function traced(
  { env, binary, version }: TraceOptions,
  watch: Watch,
): Promise<{ testedOn: TraceReport['testedOn']; observed: Observed }> {
  const codex = findCodex(env)
  const shells = findShells(env.PATH).found
  const children = new Children()
  let folder: string | undefined
  const throwAway = makeThrowAway(throwAwayParents(env, process.cwd()), () => {
    children.endAll()
    if (folder) endAllIn(folder)
  })
  folder = throwAway.path
  const server = await startModelServer()
  try {
    const stage = stageIn(folder)
    const trial: Trial = { stage, children, environment: cleanEnvironment(stage, env) }
    if (watch.by === 'strace') await tryStrace(children, watch.strace, folder)
    // Without this, the first screen is a question.
    const trusted = `\n[projects.${JSON.stringify(stage.work)}]\ntrust_level = "trusted"\n`
    furnish(stage, modelServerConfig(server.url) + trusted, binary)
    const [subjects] = await Promise.all([
      subjectsOf(trial, { codex, shells, binary }),
      addAccounts(trial, binary),
    ])
    const observed = await observe(trial, codex, binary, watch)
    removeSockets(socketsIn(observed))
    return { observed, testedOn: { ...machine(), swop: version, ...withoutPaths(subjects) } }
  } finally {
    await server.close()
    throwAway.remove()
  }
}

/** The sockets that the daemons made outside of the throw-away folder. */
function socketsIn({ runs }: Observed): Set<string> {
  const made = runs.flatMap(({ events }) => events).filter(({ action, ok }) => action === 'socket' && ok)
  return new Set(made.map(({ path }) => path).filter((path) => harmlessPlace(path)?.apart))
}

function withoutPaths({
  codex,
  shells,
}: Awaited<ReturnType<typeof subjectsOf>>): Pick<TraceReport['testedOn'], 'codex' | 'shells'> {
  return {
    codex,
    shells: shells.flatMap((shell) =>
      'missing' in shell ? [] : [{ name: shell.name, version: shell.version }],
    ),
  }
}
