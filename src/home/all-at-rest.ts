import { existsSync } from 'node:fs'
import { rootLayout } from '../accounts/layout.ts'
import { isAccountName } from '../accounts/name.ts'
import { accountNames, isListed } from '../accounts/names.ts'
import { listState } from '../accounts/names-list.ts'
import { baseNames } from './base-names.ts'
import { atRest } from './rest.ts'
import { isWritten } from './written.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Installation } from '../shell/generated.ts'
import type { Step } from './step.ts'

/** Accounts for which there is nothing to do, each with what there is to say of it. */
export interface AllAtRest {
  real: RealHome | undefined
  accounts: { account: string; steps: Step[] }[]
}

/**
 * Whether a sync has nothing to do at all. Imports little: reading settings, planning and rendering take five times as
 * long to load as this takes to tell.
 * @param names all accounts, if there are none
 */
export function allAtRest(
  root: string,
  names: readonly string[],
  installation: Installation,
): AllAtRest | undefined {
  if (existsSync(rootLayout(root).unfinished)) return undefined
  if (!isWritten(root, installation)) return undefined
  const all = names.length > 0 ? undefined : accountNames(root)
  if (listState(root, all) !== 'right') return undefined
  if (!names.every((name) => isAccountName(name) && isListed(root, name))) return undefined
  const base = baseNames()
  const accounts: AllAtRest['accounts'] = []
  let real: RealHome | undefined
  for (const account of all ?? names) {
    const rest = atRest(root, account, base)
    if (rest === undefined) return undefined
    real = rest.real
    accounts.push({ account, steps: rest.steps })
  }
  return { real, accounts }
}
