import { dirname, join } from 'node:path'
import { accountLayout, lastCopy } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { systemFiles } from '../codex/guard-profile.ts'
import { describePath } from '../platform/stamps.ts'
import { accountFilePaths } from '../shell/account-files.ts'
import { passingPlaces } from './guard-places.ts'
import { relativePathsOf } from './config-paths.ts'
import { noteText, type Subject } from './rest.ts'
import { isWantedLink } from './states.ts'
import { isTransient } from './transient.ts'
import type { Looks } from '../platform/looks.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { HomeSnapshot, Reconciliation } from './account-snapshot.ts'
import type { Step } from './step.ts'

const tick = 20_000_000n // ns; kernels keep time in ticks of up to 10 ms, and in one tick there can be two changes

/** Everything that the plan for an account, and the files that shells read of it, are made from. */
export function subjectOf(task: Reconciliation, watched: DriftTest, edition: string): Subject {
  const { account, real } = task
  const { outputs, texts, inputs } = watched
  return {
    looks: looksOf(task, watched),
    watched: { outputs, texts, inputs, edition },
    real,
    inPlace: account.settings.codexHome !== undefined,
  }
}

function looksOf(task: Reconciliation, { outputs, texts, inputs, absent, folders }: DriftTest): Looks {
  const { account, real, linked, bridged, own, copies, chosen, hidden } = task
  const { layout } = account
  const homes = [real.codexHome, layout.codexHome]
  const states = [
    // The account's own folder gets its time last.
    ...outputs.filter((path) => path !== layout.folder),
    ...texts,
    ...inputs,
    ...absent,
    ...bridged.flatMap((each) => [each.account, each.real]),
    ...accountFilePaths(layout),
    // In these, what counts is the text: edited in place, they leave the folder's time.
    ...homes.map((home) => join(home, '.env')),
    ...copies.flatMap(({ source, path, last }) => [source, path, last]),
    ...Object.keys(chosen).map((name) => lastCopy(layout, name)),
    join(real.codexHome, 'config.toml'),
    ...(hidden
      ? [systemFiles.below, ...othersThan(account.name, task), ...passingPlaces(account.name, task.root)]
      : []),
  ]
  const ways = [
    layout.folder,
    layout.home,
    ...Object.values(layout.xdg),
    join(real.home, '.codex'),
    real.codexHome,
    ...bridged.map((folder) => folder.real),
    ...[...own.map((place) => place.real), ...copies.map(({ source }) => source)].map((path) =>
      dirname(path),
    ),
    // Those of config.toml lead elsewhere, or nowhere, in an account.
    ...relativePathsOf(real.codexHome).flatMap((path) => homes.map((home) => join(home, path))),
    ...(hidden ? [join(real.codexHome, 'auth.json'), ...hidden.folders] : []),
  ]
  const ends = [...homes, ...folders, ...linked.map((folder) => folder.account), ...(hidden?.folders ?? [])]
  return { states: [...new Set(states)], ways: [...new Set(ways)], ends: [...new Set(ends)] }
}

/** The settings of the other accounts: a guard hides the codex homes that they have taken in place. */
function othersThan(name: string, { root }: Reconciliation): string[] {
  const others = accountNames(root).filter((other) => other !== name)
  return others.map((other) => accountLayout(root, other).settings)
}

/** Whether something has changed so lately that another change might not show, or is not as it has to be. */
export function isUnsettled({ looks, watched }: Subject): boolean {
  const now = BigInt(Date.now()) * 1_000_000n
  // These have got an older time before they were read (reconcile.ts): there any change shows.
  const dated = new Set([...watched.outputs, ...watched.texts])
  const others = looks.states.filter((path) => !dated.has(path)).map(describePath)
  return (
    others.some(({ changed }) => changed !== undefined && now - changed < tick) ||
    looks.ends.map(describePath).some(({ isFolder }) => !isFolder)
  )
}

/**
 * What to note of an account after a look.
 * @param facts from before the snapshot was read
 * @returns nothing when there is something to do, or to be looked at again though no folder changes by then
 */
export function noteOf(
  subject: Subject,
  facts: string | undefined,
  snapshot: HomeSnapshot,
  steps: readonly Step[],
): string {
  if (facts === undefined || mayChange(snapshot)) return ''
  if (steps.some(({ outcome }) => outcome !== 'unknown' && outcome !== 'note')) return ''
  return noteText(subject, facts, steps)
}

function mayChange({ bridges, codex, now }: HomeSnapshot): boolean {
  const links = [...(codex?.account.entries ?? [])].filter(([, { kind }]) => kind === 'link')
  if (links.some(([name, entry]) => !isWantedLink(entry, join(codex?.base.path ?? '', name)))) return true
  return bridges.some(({ account, real }) =>
    [account, real].some((side) => [...(side ?? [])].some(([name, entry]) => isTransient(name, entry, now))),
  )
}
