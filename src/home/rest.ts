import fs from 'fs-extra'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { lastCopy } from '../accounts/layout.ts'
import { systemFiles } from '../codex/guard-profile.ts'
import { readText } from '../platform/files.ts'
import { changedAt, describePath } from '../platform/stamps.ts'
import { accountFilePaths } from '../shell/generated.ts'
import { relativePaths } from './config-paths.ts'
import { planGitCopy } from './git-copies.ts'
import { readLink } from './snapshot.ts'
import { isWantedLink } from './states.ts'
import { isTransient } from './transient.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { HomeSnapshot, Reconciliation } from './account-snapshot.ts'
import type { BaseNames } from './base-names.ts'
import type { Step } from './step.ts'

// Reading 7,000 links takes 0.1 s for each account, and rendering its files some ms. A folder's times tell that nothing
// was made, replaced or removed in it. When there is nothing to do for an account, the times of everything that this
// depends on are noted with its stamp: while they are the same, there is nothing to do again.

const tick = 20_000_000n // ns; kernels keep time in ticks of up to 10 ms, and in one tick there can be two changes

/**
 * All that the plan for an account, and the files that shells read of it, are made from, as it is now.
 * @returns undefined when something has changed just now, or is not as it has to be
 */
export function factsOf(
  task: Reconciliation,
  { format, outputs, inputs, folders }: DriftTest,
  names: BaseNames,
): string | undefined {
  const { account, real, bridged, own, copies, chosen, hidden } = task
  const { layout, settings } = account
  const digest = settings.codexHome === undefined ? names.digest(chosen) : ''
  if (digest === undefined) return undefined
  const now = BigInt(Date.now()) * 1_000_000n
  const looked = [
    ...outputs,
    ...inputs,
    ...bridged.flatMap((each) => [each.account, each.real]),
    ...accountFilePaths(layout),
    // In these, what counts is the text: a login's variable, a path. Edited in place, it leaves the folder's time.
    ...[real.codexHome, layout.codexHome].map((home) => join(home, '.env')),
    ...Object.keys(chosen).map((name) => lastCopy(layout, name)),
    ...(hidden ? [systemFiles.below] : []),
  ]
  const states = [...new Set(looked)].map(describePath)
  // What is the account's own has got an older time before it was read (reconcile.ts): there any change shows.
  const others = states.filter(({ path }) => !outputs.includes(path))
  if (others.some(({ changed }) => changed !== undefined && now - changed < tick)) return undefined
  // By what is at their ends: the base codex home's own times change with each run of codex.
  const ends = [real.codexHome, layout.codexHome, ...folders].map(describePath)
  if (ends.some(({ isFolder }) => !isFolder)) return undefined
  const ids = ends.map(({ id }) => id)
  const facts = { format, bridged, own, copies, chosen, hidden, settings, real, digest, states, ids }
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/**
 * What to note of an account for which there is nothing to do.
 * @param facts from before the snapshot was read
 * @returns nothing when there is, or when something is to be looked at again though its folder does not change by then
 */
export function noteOf(facts: string | undefined, snapshot: HomeSnapshot, steps: readonly Step[]): string {
  if (facts === undefined || mayChange(snapshot)) return ''
  if (steps.some(({ outcome }) => outcome !== 'unknown' && outcome !== 'note')) return ''
  return `${facts}\n${JSON.stringify(unknownIn(steps))}`
}

/** The paths of the unknown entries by what is said of them: there may be thousands. */
const unknownByReason = z.record(z.string(), z.array(z.string()))

function unknownIn(steps: readonly Step[]): z.infer<typeof unknownByReason> {
  const unknown = steps.filter(({ outcome }) => outcome === 'unknown')
  const reasons = [...new Set(unknown.map(({ why }) => why))]
  return Object.fromEntries(
    reasons.map((why) => [why, unknown.filter((step) => step.why === why).map(({ path }) => path)]),
  )
}

/**
 * Whether there is nothing to do for an account, without reading its folders.
 * @returns what there is to say of it, or undefined where it has to be looked at
 */
export function stepsAtRest(task: Reconciliation, watched: DriftTest, names: BaseNames): Step[] | undefined {
  const { account, real, copies, own } = task
  const { layout } = account
  const [facts, unknown] = readText(layout.outputsStamp)?.split('\n') ?? []
  if (!facts || unknown === undefined || !areStampsRight(watched)) return undefined
  if (facts !== factsOf(task, watched, names)) return undefined
  if ([layout.folder, layout.copies].some(isBeingWritten)) return undefined
  if (own.some((place) => readLink(place.account) === place.real)) return undefined
  if (copies.some((copy) => planGitCopy(copy, real) !== undefined)) return undefined
  const notes =
    account.settings.codexHome === undefined ? relativePaths(layout.codexHome, real.codexHome) : []
  const unknownSteps = stepsOf(unknown)
  return unknownSteps && [...unknownSteps, ...notes]
}

/** @returns undefined for a text that is damaged */
function stepsOf(unknown: string): Step[] | undefined {
  try {
    const reasons = Object.entries(unknownByReason.parse(JSON.parse(unknown)))
    return reasons.flatMap(([why, paths]) =>
      paths.map((path): Step => ({ path, why, actions: [], outcome: 'unknown' })),
    )
  } catch {
    return undefined
  }
}

/** What a swop that was killed has left goes with the next reconcile. */
function isBeingWritten(folder: string): boolean {
  return fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.startsWith('.swop-new-'))
}

/** Whether shells find the account in order, too: else they would start swop each time. */
function areStampsRight({ outputsStamp, outputs, inputsStamp, inputs }: DriftTest): boolean {
  const [written, read] = [changedAt(outputsStamp), changedAt(inputsStamp)]
  return (
    read !== undefined &&
    outputs.every((path) => changedAt(path) === written) &&
    inputs.every((path) => (changedAt(path) ?? 0n) <= read)
  )
}

function mayChange({ bridges, codex, now }: HomeSnapshot): boolean {
  const links = [...(codex?.account.entries ?? [])].filter(([, { kind }]) => kind === 'link')
  if (links.some(([name, entry]) => !isWantedLink(entry, join(codex?.base.path ?? '', name)))) return true
  return bridges.some(({ account, real }) =>
    [account, real].some((side) => [...(side ?? [])].some(([name, entry]) => isTransient(name, entry, now))),
  )
}
