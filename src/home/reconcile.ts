import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { outranksLogin, standingEntries } from '../codex/share-map.ts'
import { Failure } from '../platform/failure.ts'
import {
  isFolder,
  makeOwnFolder,
  makePrivateFolder,
  readText,
  refuseSame,
  resolved,
} from '../platform/files.ts'
import { changedAt, removeStamp, setTime, writeStamp } from '../platform/stamps.ts'
import { generatedFormat } from '../shell/format.ts'
import { applySteps, type Outcome } from './apply.ts'
import { gitConfigurations, planGitCopy, type GitCopy } from './git-copies.ts'
import { planBridge, type BridgeSnapshot } from './bridge-plan.ts'
import { planCodexHome, type CodexHomes } from './codex-plan.ts'
import { meets, readBridge, readFolder } from './snapshot.ts'
import type { Account } from '../accounts/store.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { BridgedFolder } from './bridge.ts'
import type { Entry } from './entry.ts'
import type { Step } from './step.ts'

/** Everything that a plan for an account is made from. */
export interface HomeSnapshot {
  codex: CodexHomes
  bridges: BridgeSnapshot[]
  copies: (Step | undefined)[]
}

/** What one reconcile has to know. */
export interface Reconciliation {
  account: Account
  real: RealHome
  bridged: BridgedFolder[]
  copies: GitCopy[]
  /** the settings file of all accounts */
  config: string
  /** the folder that takes what is moved aside */
  backups: string
}

/** The plan for a whole account: pure. */
export function planAccount({ codex, bridges, copies }: HomeSnapshot): Step[] {
  return [
    ...bridges.flatMap(planBridge),
    ...copies.filter((step) => step !== undefined),
    ...planCodexHome(codex),
  ]
}

/** Reads both homes; follows no link. */
export function snapshotAccount({ account, real, bridged, copies }: Reconciliation): HomeSnapshot {
  const path = account.layout.codexHome
  const entries = readFolder(path, () => true, real.codexHome) ?? new Map<string, Entry>()
  const own = meets(entries, real.codexHome)
  const folders = new Set(sharedFolders())
  const base =
    readFolder(real.codexHome, (name) => own(name) || folders.has(name)) ?? new Map<string, Entry>()
  return {
    codex: {
      base: { path: real.codexHome, resolved: resolved(real.codexHome), entries: base },
      account: { path, entries },
      dotenvOutranks: [base.has('.env') && real.codexHome, entries.has('.env') && path].some(dotenvOutranks),
    },
    bridges: bridged.map(readBridge),
    copies: copies.map((copy) => planGitCopy(copy, real)),
  }
}

function sharedFolders(): string[] {
  return standingEntries().flatMap(({ name, as }) => (as === 'folder' ? [name] : []))
}

/** An `.env` that can't be read is not shared either. */
function dotenvOutranks(codexHome: string | false): boolean {
  if (codexHome === false) return false
  try {
    return outranksLogin(readText(join(codexHome, '.env')) ?? '')
  } catch {
    return true
  }
}

// One round moves what is new to the real home, the next one bridges it elsewhere; more means that somebody is writing.
const rounds = 5

/**
 * Brings an account's homes to what the share map and the bridge say. Safe to repeat, and while codex runs.
 * @returns what was done, and what was not
 * @throws Failure when a folder can't be read, when a login would stay linked, or when there is no end to it
 */
export async function reconcile(task: Reconciliation): Promise<Outcome[]> {
  const { layout } = task.account
  const watched = watch(task)
  const done: Outcome[] = []
  prepareFolders(task)
  for (let round = 0; round < rounds; round++) {
    // The folders get their time before they are read: what is made in them from now on shows. Two whole seconds back,
    // since bash 3.2 and fish 3.6 compare whole seconds.
    const written = Math.floor(Date.now() / 1000) - 2
    // oxlint-disable-next-line no-await-in-loop -- rounds come one after the other
    const read = await newestInput(watched)
    for (const path of watched.outputs) setTime(path, written)
    const steps = planAccount(snapshotAccount(task))
    const changes = steps.filter(({ outcome }) => outcome === 'change')
    const failures = done.filter(({ failure }) => failure)
    // What failed once may work in the next round; twice, it is reported.
    if (changes.every(({ path }) => failures.filter((each) => each.path === path).length > 1)) {
      writeStamp(layout.inputsStamp, read)
      writeStamp(layout.outputsStamp, written)
      const last = failures.filter(
        ({ path }, n) =>
          changes.some((step) => step.path === path) &&
          failures.findLastIndex((each) => each.path === path) === n,
      )
      return [
        ...done.filter(({ failure }) => !failure),
        ...last,
        ...steps.filter(({ outcome }) => outcome !== 'change'),
      ]
    }
    removeStamp(layout.outputsStamp) // a kill from here on leaves an account that counts as not in order
    const outcomes = applySteps(changes, task.backups)
    const vital = outcomes.find(({ failure, vital }) => failure && vital)
    if (vital?.failure)
      throw new Failure(
        `${vital.path} still leads to the real home: ${vital.failure.message}`,
        vital.failure.hint,
      )
    done.push(...outcomes)
  }
  throw new Failure(
    `account '${task.account.name}' does not come to rest`,
    'something writes into its home all the time; end it, and run swop sync',
  )
}

/** The folders that a plan is about; were one of the account's a link, its end would be taken for the account's. */
function prepareFolders({ account, real, bridged }: Reconciliation): void {
  const { layout } = account
  if (!isFolder(real.home))
    throw new Failure(`the real home ${real.home} is not there`, 'mount it, or put it back')
  makePrivateFolder(real.codexHome)
  for (const path of [layout.home, layout.codexHome, ...Object.values(layout.xdg)]) makeOwnFolder(path, '')
  for (const folder of bridged) makeOwnFolder(folder.account, folder.real)
  for (const pair of [{ account: layout.codexHome, real: real.codexHome }, ...bridged])
    refuseSame(pair.account, pair.real)
}

/** Where a change would show; the paths that generated code compares with the stamps. */
export function watch({ account, real, bridged, config }: Reconciliation): DriftTest {
  const { layout } = account
  const whole = bridged.filter(({ only }) => only === undefined)
  return {
    format: generatedFormat,
    outputsStamp: layout.outputsStamp,
    outputs: [layout.settings, layout.codexHome, ...whole.map((folder) => folder.account)],
    inputsStamp: layout.inputsStamp,
    // Not the base codex home: each run of codex changes its time, with the -wal files of the databases.
    inputs: [
      config,
      ...whole.map((folder) => folder.real),
      ...(whole.length > 0 ? gitConfigurations(layout, real).map(({ source }) => source) : []),
    ],
    folders: sharedFolders().map((name) => join(layout.codexHome, name)),
  }
}

/**
 * The newest time of everything that is about to be read, in seconds. Kernels keep time in ticks of up to 10 ms: where
 * something changed just now, it waits one out, since another change in the same tick would have the same time.
 */
async function newestInput({ inputs }: DriftTest): Promise<number> {
  const newest = () => inputs.map((path) => changedAt(path) ?? 0n).reduce((a, b) => (a > b ? a : b))
  if (BigInt(Date.now()) * 1_000_000n - newest() < 20_000_000n) await wait(20)
  // Rounded up, since the time is set as a double: the stamp must not be older than what was read.
  return (Number(newest() / 1000n) + 2) / 1e6
}
