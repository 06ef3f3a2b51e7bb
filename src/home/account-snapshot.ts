import { join } from 'node:path'
import { outranksLogin } from '../codex/dotenv.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { planGitCopy, type GitCopy } from './git-copies.ts'
import { planBridge, type BridgeSnapshot } from './bridge-plan.ts'
import { isSharedDatabase, planCodexHome, sharedFolders, type CodexHomes } from './codex-plan.ts'
import { meeting, meets, readBridge } from './meeting.ts'
import { readFolder, readLink } from './snapshot.ts'
import { readCopied } from './copied.ts'
import { relativePaths } from './config-paths.ts'
import { guardOf } from './guard-places.ts'
import { planLinked, readLinked, type LinkedFolder, type LinkSnapshot } from './linked.ts'
import { merged } from '../toml/table.ts'
import type { Hidden } from '../codex/guard-profile.ts'
import type { ShareChoices } from '../accounts/settings.ts'
import type { Account } from '../accounts/store.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { BridgedFolder } from './bridge.ts'
import type { Entry } from './entry.ts'
import type { Place } from './own-place.ts'
import type { Step } from './step.ts'

/** Everything that a plan for an account is made from. */
export interface HomeSnapshot {
  /** absent for an account that has taken a codex home in place: all in it is its own */
  codex?: CodexHomes
  links: LinkSnapshot[]
  bridges: BridgeSnapshot[]
  copies: (Step | undefined)[]
  /** own entries that are a link to the real one (still): what is written there would not be the account's own */
  linkedOwn: Place[]
  /** paths of config.toml that mean something else in the account */
  notes: Step[]
  /** when it was read, in ms since the epoch */
  now: number
}

/** What one reconcile has to know. */
export interface Reconciliation {
  account: Account
  real: RealHome
  /** folders that are one with the real ones */
  linked: LinkedFolder[]
  bridged: BridgedFolder[]
  copies: GitCopy[]
  /** entries that are not bridged: the account's own */
  own: Place[]
  /** what the settings say of entries of the codex home */
  chosen: ShareChoices
  /** what the commands that codex runs are not to read, if the account is guarded */
  hidden: Hidden | undefined
  /** swop's own folder */
  root: string
  /** the folder that takes what is moved aside */
  backups: string
}

/** The plan for a whole account: pure. */
export function planAccount({ codex, links, bridges, copies, linkedOwn, notes, now }: HomeSnapshot): Step[] {
  return [
    ...links.flatMap(planLinked),
    ...bridges.flatMap((bridge) => planBridge(bridge, now)),
    ...linkedOwn.map(({ real, account }): Step => ({
      path: account,
      why: "it is the account's own",
      actions: [{ do: 'unlink', path: account, target: real }],
      outcome: 'change',
    })),
    ...copies.filter((step) => step !== undefined),
    ...(codex ? planCodexHome(codex) : []),
    ...notes,
  ]
}

/** Reads both homes; follows no link. */
export function snapshotAccount({
  account,
  real,
  linked,
  bridged,
  copies,
  own,
  chosen,
  hidden,
}: Reconciliation): HomeSnapshot {
  return {
    ...(account.settings.codexHome === undefined
      ? { codex: readCodexHomes(account, real, chosen, hidden) }
      : {}),
    links: linked.map(readLinked),
    bridges: bridged.map(readBridge),
    copies: copies.map((copy) => planGitCopy(copy, real)),
    linkedOwn: own.filter(({ real: target, account: place }) => readLink(place) === target),
    notes:
      account.settings.codexHome === undefined ? relativePaths(account.layout.codexHome, real.codexHome) : [],
    now: Date.now(),
  }
}

function readCodexHomes(
  { layout, name, settings }: Account,
  real: RealHome,
  chosen: ShareChoices,
  hidden: Hidden | undefined,
): CodexHomes {
  const path = layout.codexHome
  const entries = readFolder(path, () => true, real.codexHome) ?? new Map<string, Entry>()
  const isMet = meets(entries, real.codexHome)
  const folders = new Set(sharedFolders(chosen))
  const met = meeting(
    { path, entries },
    {
      path: real.codexHome,
      entries:
        readFolder(real.codexHome, (name) => isMet(name) || folders.has(name)) ?? new Map<string, Entry>(),
    },
    isSharedDatabase,
  )
  const base = met.real ?? new Map<string, Entry>()
  const snapshots = readCopied(layout, real.codexHome, { account: entries, base }, chosen)
  const overrides = settings.overrides ?? {}
  const guard = hidden && guardOf(hidden, snapshots.get('config.toml')?.baseText, overrides)
  return {
    base: { path: real.codexHome, resolved: resolved(real.codexHome), entries: base },
    account: { path, entries: met.account },
    copies: {
      chosen,
      snapshots,
      overrides: guard ? merged(overrides, guard.settings) : overrides,
      account: name,
    },
    dotenvOutranks: [base.has('.env') && real.codexHome, entries.has('.env') && path].some(dotenvOutranks),
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
