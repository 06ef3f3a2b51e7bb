import { accountLayout } from '../accounts/layout.ts'
import { classify } from '../codex/classify.ts'
import { readFolder } from '../home/snapshot.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import { Children } from './children.ts'
import { baseName } from './entries.ts'
import { modelServerConfig, startModelServer } from './model-server.ts'
import { addAccounts, findCodex, subjectsOf, type Programs } from './programs.ts'
import { jsonReport, textReport, type Subjects } from './report.ts'
import { holdSessions } from './sessions.ts'
import { findShells } from './shells.ts'
import { cleanEnvironment, decoyEntries, furnish, stageIn, type Binary, type Stage } from './stage.ts'
import { makeThrowAway, throwAwayParents } from './throw-away.ts'
import { accountsOnTrial, logIn, madeUpKey, type Trial } from './trial.ts'
import { judge, type Verdict } from './verdict.ts'
import type { Environment } from '../accounts/root.ts'
import type { Folder } from '../home/entry.ts'

/**
 * Proves on this machine that accounts are isolated from each other: two accounts with made-up keys in a throw-away
 * home, the user's own codex and shells, and a server on loopback that sees which key comes from which home.
 * Prints the report on stdout.
 * @param options.env the environment of this process, activated or not
 * @param options.binary how to start swop
 * @param options.version swop's own version, for the report
 * @returns 0, or 4 when anything is not as promised
 * @throws Failure when there is no codex or no shell (then the disk is untouched), or the accounts can't be made
 */
export async function verify(options: {
  env: Environment
  binary: Binary
  json: boolean
  version: string
}): Promise<ExitCode> {
  const { env, binary, json, version } = options
  const codex = findCodex(env)
  const shells = findShells(env.PATH)
  if (shells.found.length === 0) {
    throw new Failure(
      `none of ${shells.missing.join(', ')} is on PATH`,
      'put the folder of your shell on PATH',
    )
  }
  if (!json && process.stderr.isTTY)
    printNote('swop: running codex in a throw-away home, which takes some seconds')

  const children = new Children()
  const throwAway = makeThrowAway(throwAwayParents(env, process.cwd()), () => children.endAll())
  try {
    const stage = stageIn(throwAway.path)
    const trial = { stage, children, environment: cleanEnvironment(stage, env) }
    const [subjects, verdict] = await hold(trial, { codex, shells: shells.found, binary })
    const missing = shells.missing.map((name) => ({ name, missing: true as const }))
    const all = { ...subjects, swop: version, shells: [...subjects.shells, ...missing] }
    printData(json ? jsonReport(all, verdict) : textReport(all, verdict))
    return verdict.ok ? exitCodes.done : exitCodes.drift
  } finally {
    throwAway.remove()
  }
}

async function hold(trial: Trial, programs: Programs): Promise<[Omit<Subjects, 'swop'>, Verdict]> {
  const { stage } = trial
  const server = await startModelServer()
  try {
    furnish(stage, modelServerConfig(server.url), programs.binary)
    const [subjects] = await Promise.all([subjectsOf(trial, programs), addAccounts(trial, programs.binary)])
    const before = codexHomes(stage)

    const keys = accountsOnTrial.map((account) => ({ account, key: madeUpKey(account) }))
    await Promise.all(
      keys.map(({ account, key }) => logIn(trial, account, key, programs.codex, programs.binary)),
    )
    const decoyKey = madeUpKey('decoy')
    const { runs, scriptFailures } = await holdSessions(trial, programs.shells, decoyKey)

    const after = codexHomes(stage)
    const verdict = judge(
      {
        runs,
        requests: server.requests,
        names: {
          keys: new Map([
            [decoyKey, 'the decoy'],
            ...keys.map(({ account, key }) => [key, account] as const),
          ]),
          homes: new Map([
            [stage.decoys.codexHome, 'the decoy'],
            ...before.map(({ path, name }) => [path, name] as const),
          ]),
        },
        homes: before.map((home, index) => ({
          ...home,
          before: home.entries,
          after: after[index]?.entries ?? new Map(),
        })),
        decoyEntries: decoyEntries(stage),
        scriptFailures,
      },
      classify,
    )
    return [subjects, verdict]
  } finally {
    await server.close()
  }
}

/** The base codex home and those of the accounts, as they are now. */
function codexHomes({ root, baseCodexHome }: Stage): { name: string; path: string; entries: Folder }[] {
  const homes = [{ name: baseName, path: baseCodexHome }]
  for (const name of accountsOnTrial) homes.push({ name, path: accountLayout(root, name).codexHome })
  return homes.map((home) => ({ ...home, entries: readFolder(home.path, () => true) ?? new Map() }))
}
