import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { envFile, rootLayout } from '../accounts/layout.ts'
import { resolved } from '../platform/paths.ts'
import { systemCode } from '../platform/failure.ts'
import { changedAt } from '../platform/stamps.ts'
import { cannot } from '../platform/system-error.ts'
import { shellDialects } from '../shell/dialects/index.ts'
import { walkThrough } from '../shell/drift.ts'
import { generatedFormat } from '../shell/format.ts'
import { sharedFolders } from './codex-plan.ts'
import { walkOverReal } from './linked.ts'
import { gitConfigurations } from './git-copies.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { Reconciliation } from './account-snapshot.ts'

/** Where a change would show; the paths that generated code compares with the stamps. */
export function watch({ account, real, linked, bridged, chosen, hidden, root }: Reconciliation): DriftTest {
  const { layout } = account
  const inPlace = account.settings.codexHome !== undefined
  const copied = inPlace ? [] : Object.keys(chosen).filter((name) => chosen[name] === 'copied')
  const whole = bridged.filter(({ only }) => only === undefined)
  const shared = inPlace ? [] : sharedFolders(chosen)
  const git = whole.length > 0 ? gitConfigurations(layout, real).map(({ source }) => source) : []
  const folders = whole.map((folder) => folder.real)
  const base = resolved(real.codexHome)
  const plain = shared.filter((name) => resolved(join(base, name)) === join(base, name))
  const others = inPlace
    ? [layout.codexHome]
    : shared.filter((name) => !plain.includes(name)).map(inCodexHome)
  return {
    format: generatedFormat,
    isolation: account.settings.isolation,
    outputsStamp: layout.outputsStamp,
    outputs: [
      layout.settings,
      layout.folder, // in which the links to whole folders are
      ...(inPlace ? [] : [layout.codexHome]),
      ...whole.map((folder) => folder.account),
    ],
    // The launcher goes by what is quoted in its file only while that is not older than what is quoted.
    texts: [...shellDialects.map((dialect) => envFile(layout, dialect)), layout.launch],
    inputsStamp: layout.inputsStamp,
    // Not the base codex home: each run of codex changes its time, with the -wal files of the databases.
    inputs: [
      rootLayout(root).config,
      // Another account has come, or gone, or has another name.
      ...(hidden ? [rootLayout(root).accounts] : []),
      // An edit in place leaves the folder's time as it is.
      ...copied.flatMap((name) => [real.codexHome, layout.codexHome].map((home) => join(home, name))),
      ...folders,
      ...git.filter(isThere),
    ],
    absent: git.filter((path) => !isThere(path) && !isMissingIn(folders, path)),
    present: copied.map((name) => join(real.codexHome, name)).filter((path) => changedAt(path) !== undefined),
    folders: inPlace ? [layout.codexHome] : shared.map(inCodexHome),
    links: walkOverReal(linked, real.codexHome),
    walks: [...walkThrough(layout.codexHome, plain), ...others],
    plain,
  }
  function inCodexHome(name: string): string {
    return join(layout.codexHome, name)
  }
}

/**
 * The newest time of everything that is about to be read, in seconds. Kernels keep time in ticks of up to 10 ms: where
 * something changed just now, it waits one out, since another change in the same tick would have the same time.
 */
export async function newestInput({ inputs }: DriftTest): Promise<number> {
  const newest = () => inputs.map((path) => changedAt(path) ?? 0n).reduce((a, b) => (a > b ? a : b))
  if (BigInt(Date.now()) * 1_000_000n - newest() < 20_000_000n) await wait(20)
  // Rounded up, since the time is set as a double: the stamp must not be older than what was read.
  return (Number(newest() / 1000n) + 2) / 1e6
}

/** Whether one of the folders would have another time if there were something at the path: nothing is there, nor on the way. */
function isMissingIn(folders: readonly string[], path: string): boolean {
  if (isThere(path)) return false
  return folders.includes(dirname(path)) || (dirname(path) !== path && isMissingIn(folders, dirname(path)))
}

/**
 * Also what can't be looked at: a file, or a link in a circle, is on the way.
 * @throws Failure when the disk fails: the test would be another one, and stay so
 */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (systemCode(error) === 'EIO') throw cannot('look at', path, error)
    return true
  }
}
