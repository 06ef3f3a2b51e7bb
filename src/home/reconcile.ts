import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { outranksLogin, standingEntries } from '../codex/share-map.ts'
import { Failure } from '../platform/failure.ts'
import { makeOwnFolder, makePrivateFolder, readText } from '../platform/files.ts'
import { changedAt, removeStamp, setTime, writeStamp } from '../platform/stamps.ts'
import { generatedFormat } from '../shell/format.ts'
import { applySteps, type Outcome } from './apply.ts'
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
}

/** What one reconcile has to know. */
export interface Reconciliation {
  account: Account
  real: RealHome
  bridged: BridgedFolder[]
  /** the settings file of all accounts */
  config: string
  /** the folder that takes what is moved aside */
  backups: string
}

/** The plan for a whole account: pure. */
export function planAccount({ codex, bridges }: HomeSnapshot): Step[] {
  return [...bridges.flatMap(planBridge), ...planCodexHome(codex)]
}

/** Reads both homes; follows no link. */
export function snapshotAccount({ account, real, bridged }: Reconciliation): HomeSnapshot {
  const path = account.layout.codexHome
  const entries = readFolder(path, () => true) ?? new Map<string, Entry>()
  const base = readFolder(real.codexHome, meets(entries)) ?? new Map<string, Entry>()
  return {
    codex: {
      base: { path: real.codexHome, entries: base },
      account: { path, entries },
      dotenvOutranks: [base.has('.env') && real.codexHome, entries.has('.env') && path].some(dotenvOutranks),
    },
    bridges: bridged.map(readBridge),
  }
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
 * @throws Failure when a folder can't be read, or a login would stay linked
 */
export async function reconcile(task: Reconciliation): Promise<Outcome[]> {
  const { layout } = task.account
  const watched = watch(task)
  const done: Outcome[] = []
  makePrivateFolder(task.real.codexHome)
  // Were one of these a link, its real end would be taken for the account's, and moved away.
  for (const path of watched.outputs) makeOwnFolder(path)
  for (let round = 0; round < rounds; round++) {
    // The folders get their time before they are read: what is made in them from now on shows. Two whole seconds back,
    // since bash 3.2 and fish 3.6 compare whole seconds.
    const written = Math.floor(Date.now() / 1000) - 2
    // oxlint-disable-next-line no-await-in-loop -- rounds come one after the other
    const read = await newestInput(watched)
    for (const path of watched.outputs) setTime(path, written)
    const steps = planAccount(snapshotAccount(task))
    const failed = new Set(done.filter(({ failure }) => failure).map(({ path }) => path))
    const changes = steps.filter(({ outcome, path }) => outcome === 'change' && !failed.has(path))
    if (changes.length === 0) {
      done.push(...steps.filter(({ outcome }) => outcome !== 'change'))
      writeStamp(layout.inputsStamp, read)
      writeStamp(layout.outputsStamp, written)
      break
    }
    removeStamp(layout.outputsStamp) // a kill from here on leaves an account that counts as not in order
    done.push(...applySteps(changes, task.backups))
    refuseSharedLogin(done)
  }
  return done
}

/** Where a change would show; the paths that generated code compares with the stamps. */
export function watch({ account, bridged, config }: Reconciliation): DriftTest {
  const { layout } = account
  const whole = bridged.filter(({ only }) => only === undefined)
  return {
    format: generatedFormat,
    outputsStamp: layout.outputsStamp,
    outputs: [layout.codexHome, ...whole.map((folder) => folder.account)],
    inputsStamp: layout.inputsStamp,
    // Not the base codex home: each run of codex changes its time, with the -wal files of the databases.
    inputs: [config, layout.settings, ...whole.map((folder) => folder.real)],
    folders: standingEntries()
      .filter(({ as }) => as === 'folder')
      .map(({ name }) => join(layout.codexHome, name)),
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

function refuseSharedLogin(outcomes: readonly Outcome[]): void {
  for (const { actions, failure, path } of outcomes) {
    if (failure && actions.some((action) => action.do === 'unlink')) {
      throw new Failure(`${path} still leads to the real home: ${failure.message}`, failure.hint)
    }
  }
}
