import { join } from 'node:path'
import { planSharedEntry } from './shared-entry.ts'
import type { BridgedFolder } from './bridge.ts'
import type { Folder } from './entry.ts'
import type { Step } from './step.ts'

/** A bridged folder with what is in it, and in the real one. */
export interface BridgeSnapshot {
  folder: BridgedFolder
  account: Folder
  /** undefined when the real folder does not exist */
  real: Folder | undefined
}

/**
 * Computes what brings a bridged folder in order: a link for every real entry, none whose end is gone, and what is
 * newly made in the account moved to the real home.
 */
export function planBridge({ folder, account, real }: BridgeSnapshot): Step[] {
  const steps: Step[] = []
  if (real === undefined && (folder.make.length > 0 || account.size > 0)) {
    const why = 'the real home has no such folder yet'
    steps.push({
      path: folder.real,
      why,
      actions: [{ do: 'make-folder', path: folder.real }],
      outcome: 'change',
    })
  }
  const names =
    folder.only ?? [...new Set([...(real?.keys() ?? []), ...account.keys(), ...folder.make])].sort()
  for (const name of names) {
    if (folder.except.includes(name)) continue
    const step = planSharedEntry({
      path: join(folder.account, name),
      target: join(folder.real, name),
      account: account.get(name),
      real: real?.get(name),
      makeFolder: folder.make.includes(name),
      why: 'bridged to the real home',
    })
    if (step) steps.push(step)
  }
  return steps
}
