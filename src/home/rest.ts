import { existsSync, readdirSync } from 'node:fs'
import { accountLayout, baseLock, rootLayout } from '../accounts/layout.ts'
import { systemCode } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { seen, type Looks, type Sight } from '../platform/looks.ts'
import { generatedFormat } from '../shell/format.ts'
import type { AccountLayout } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { DriftTest } from '../shell/drift.ts'
import type { BaseNames } from './base-names.ts'
import type { Step } from './step.ts'

// Reading 7,000 links takes 0.1 s for each account, and settings, plans and templates take 0.1 s to load. When there was
// nothing to do for an account, everything that this was seen from is noted with its stamp: while it is all the same,
// there is nothing to do again. Imports little, since a sync without change needs nothing else.

/** What was looked at when there was nothing to do. */
export interface Subject {
  looks: Looks
  watched: Pick<DriftTest, 'outputs' | 'texts' | 'inputs'> & { edition: string }
  real: RealHome
  /** whether the codex home is one that was taken in place: then the base one does not matter */
  inPlace: boolean
}

/** What was said then, in its order; there may be thousands of unknown entries, most of them for one reason. */
type Remarks = { outcome: Step['outcome']; why: string; paths: string[] }[]

/** An account for which there is nothing to do. */
export interface Rest {
  real: RealHome
  /** what there is to say all the same */
  steps: Step[]
}

/** All that was seen, as it is now. @returns undefined where the base codex home can't be read */
export function factsOf({ looks, real, inPlace }: Subject, names: BaseNames): string | undefined {
  const digest = inPlace ? '' : names.digest(real.codexHome)
  return digest === undefined
    ? undefined
    : JSON.stringify([generatedFormat, digest, seen(looks, names.sight)])
}

/** The note to keep with the stamp: three lines. @param steps none of them changes anything */
export function noteText(subject: Subject, facts: string, steps: readonly Step[]): string {
  const groups: Remarks = []
  for (const { outcome, why, path } of steps) {
    const last = groups.at(-1)
    if (last?.outcome === outcome && last.why === why) last.paths.push(path)
    else groups.push({ outcome, why, paths: [path] })
  }
  return [subject, facts, groups]
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join('\n')
}

/**
 * Whether there is nothing to do for an account, without reading its settings or a folder of its homes.
 * @returns undefined where it has to be looked at: also when another swop works, or was killed
 */
export function atRest(root: string, name: string, names: BaseNames): Rest | undefined {
  const layout = accountLayout(root, name)
  const [first, facts, third] = readText(layout.outputsStamp)?.split('\n') ?? []
  if (!first || !facts || !third) return undefined
  try {
    const subject = JSON.parse(first) as Subject
    const { real, watched } = subject
    // A copy of another root: its paths are that one's.
    if (watched.outputs[0] !== layout.settings) return undefined
    if ([rootLayout(root).lock, baseLock(real.codexHome)].some((path) => existsSync(path))) return undefined
    if (!areStampsRight(layout, watched, names.sight) || facts !== factsOf(subject, names)) return undefined
    if ([layout.folder, layout.copies].some(isBeingWritten)) return undefined
    return { real, steps: stepsOf(JSON.parse(third) as Remarks) }
  } catch (error) {
    // A text that is damaged, or another version's; or something is in the way, which a reconcile has words for.
    if (error instanceof SyntaxError || error instanceof TypeError || systemCode(error)) return undefined
    throw error
  }
}

function stepsOf(remarks: Remarks): Step[] {
  return remarks.flatMap(({ outcome, why, paths }) =>
    paths.map((path): Step => ({ path, why, actions: [], outcome })),
  )
}

/** What a swop that was killed has left goes with the next reconcile. */
function isBeingWritten(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.swop-new-'))
}

/** Whether shells find the account in order, too: else they would start swop each time. */
function areStampsRight(
  { outputsStamp, inputsStamp }: AccountLayout,
  { outputs, texts, inputs, edition }: Subject['watched'],
  sight: Sight,
): boolean {
  const changedAt = (path: string) => sight.state(path).modified
  const [written, read] = [changedAt(outputsStamp), changedAt(inputsStamp)]
  return (
    read !== undefined &&
    sight.state(edition).isFolder &&
    outputs.every((path) => changedAt(path) === written) &&
    texts.every((path) => (changedAt(path) ?? written) === written) &&
    inputs.every((path) => (changedAt(path) ?? 0n) <= read)
  )
}
