import { join } from 'node:path'
import { changedAt, describePath } from '../platform/stamps.ts'
import { isWantedLink } from './states.ts'
import { isTransient } from './transient.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { HomeSnapshot, Reconciliation } from './account-snapshot.ts'

// Reading 7,000 links takes 0.1 s for each account. A folder's times tell that nothing was made, replaced or removed in
// it; of an account in which there was nothing to say, and of which all folders are as they were, only the names in the
// two codex homes are read again: the base one changes with each run of codex.

const tick = 20_000_000n // ns; kernels keep time in ticks of up to 10 ms, and in one tick there can be two changes

/**
 * The folders that a plan for an account is made from, and what else it depends on, as they are now.
 * @returns undefined when something has changed just now, or is not as it has to be
 */
export function stillness(
  task: Reconciliation,
  { format, outputs, inputs, folders }: DriftTest,
): string | undefined {
  const { account, real, bridged, own, copies, chosen } = task
  const now = BigInt(Date.now()) * 1_000_000n
  const sides = bridged.flatMap((each) => [each.account, each.real])
  const looked = [...new Set([...outputs, ...inputs, ...sides])].map(describePath)
  // What is the account's own has got an older time before it was read (reconcile.ts): there any change shows.
  const others = looked.filter(({ path }) => !outputs.includes(path))
  if (others.some(({ changed }) => changed !== undefined && now - changed < tick)) return undefined
  const ends = folders.map(describePath)
  if (ends.some(({ isFolder }) => !isFolder)) return undefined
  const facts = [
    format,
    bridged,
    own,
    copies,
    chosen,
    account.settings,
    real,
    looked,
    ends.map(({ id }) => id),
  ]
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** Whether shells find the account in order, too: else they would start swop each time. */
export function areStampsRight({ outputsStamp, outputs, inputsStamp, inputs }: DriftTest): boolean {
  const [written, read] = [changedAt(outputsStamp), changedAt(inputsStamp)]
  return (
    read !== undefined &&
    outputs.every((path) => changedAt(path) === written) &&
    inputs.every((path) => (changedAt(path) ?? 0n) <= read)
  )
}

/** Whether something in a snapshot is to be looked at again, though its folder does not change by then. */
export function mayChange({ bridges, codex, now }: HomeSnapshot): boolean {
  const links = [...(codex?.account.entries ?? [])].filter(([, { kind }]) => kind === 'link')
  if (links.some(([name, entry]) => !isWantedLink(entry, join(codex?.base.path ?? '', name)))) return true
  return bridges.some(({ account, real }) =>
    [account, real].some((side) => [...(side ?? [])].some(([name, entry]) => isTransient(name, entry, now))),
  )
}
