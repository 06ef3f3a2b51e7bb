import { classify as byShareMap } from '../../codex/classify.ts'
import { harmlessPlace } from './places.ts'
import { follow, locate, type Location } from './location.ts'
import { verdictOn, type Judgement } from './verdict-on.ts'
import type { Action, TraceEvent } from './event.ts'
import type { Classify } from '../entries.ts'
import type { Ground } from './ground.ts'

/** What one command did under one account. */
export interface TracedRun {
  command: string
  /** undefined when the trace does not tell whose codex it was */
  account: string | undefined
  events: readonly TraceEvent[]
}

/** A path that a command changed or locked, under all accounts that did so. */
export interface TracedWrite extends Judgement {
  command: string
  accounts: string[]
  place: Location['place']
  entry?: string
  path: string
  actions: Action[]
}

/**
 * Holds everything that codex changed or locked against the share map.
 * @param classify the share map; a parameter, so that one with a row less can be tried
 * @returns one verdict for each command and path, in the order in which they were first seen
 */
export function judgeTrace(
  runs: readonly TracedRun[],
  ground: Ground,
  classify: Classify = byShareMap,
): TracedWrite[] {
  const writes = new Map<string, TracedWrite>()
  const apart = new Map<string, string>()
  for (const { command, account, events } of runs) {
    const renames = renamesOf(events, ground)
    for (const { action, path } of changes(events, ground)) {
      const location = locate(path, account, ground)
      const final = locate(renames.get(path) ?? path, account, ground)
      const judged = verdictOn(final, ground, classify)
      const both = harmlessPlace(path)?.apart ? meeting(apart, path, account) : undefined
      const verdict: TracedWrite = {
        command,
        accounts: account === undefined ? [] : [account],
        place: location.place,
        ...(final.entry === undefined ? {} : { entry: final.entry }),
        path: location.shown,
        actions: [action],
        ...(both ?? judged),
      }
      const key = `${command}\n${location.place}\n${location.shown}\n${verdict.verdict}`
      const known = writes.get(key)
      if (known === undefined) writes.set(key, verdict)
      else merge(known, verdict)
    }
  }
  return [...writes.values()]
}

/** Paths as the disk has them: links followed, and those of a sandbox without its detour. */
function changes(events: readonly TraceEvent[], ground: Ground): { action: Action; path: string }[] {
  return events.flatMap((event) => {
    const { action, ok, sandboxed } = event
    if (!ok || action === 'read') return []
    const ends = action === 'rename' ? [event.path, event.to] : [event.path]
    return ends
      .filter((path) => path !== undefined)
      .map((path) => ({ action, path: settled({ ...event, path }, ground) }))
      .filter(({ path }) => !sandboxed || isOfTheStage(path, ground))
  })
}

/** Calls that act on a link itself, and not on what is at its end. */
const onLinks: readonly Action[] = ['rename', 'remove', 'link', 'make']

function settled({ action, path, real, sandboxed }: TraceEvent, ground: Ground): string {
  const plain = sandboxed ? path.replace(/^\/(newroot|oldroot)(?=\/|$)/, '') || '/' : path
  if (real !== undefined && !sandboxed) return real
  return follow(plain, ground, !onLinks.includes(action))
}

/** Where a mount hides the real path, only what lies in our own folders means something. */
function isOfTheStage(path: string, { folder }: Ground): boolean {
  return path.startsWith(`${folder}/`)
}

/** A file that is written beside its place, then renamed, counts as what it becomes. */
function renamesOf(events: readonly TraceEvent[], ground: Ground): Map<string, string> {
  const renames = new Map<string, string>()
  for (const event of events) {
    if (event.action !== 'rename' || !event.ok || event.to === undefined) continue
    renames.set(settled(event, ground), settled({ ...event, path: event.to }, ground))
  }
  return renames
}

/** @returns a fault when another account has had the same path */
function meeting(
  seen: Map<string, string>,
  path: string,
  account: string | undefined,
): Judgement | undefined {
  if (account === undefined) return undefined
  const first = seen.get(path) ?? account
  seen.set(path, first)
  if (first === account) return undefined
  return { verdict: 'shared although it should not be', why: 'two accounts have used the same one' }
}

function merge(known: TracedWrite, { accounts, actions }: TracedWrite): void {
  known.accounts = [...new Set([...known.accounts, ...accounts])].sort()
  known.actions = [...new Set([...known.actions, ...actions])].sort()
}
