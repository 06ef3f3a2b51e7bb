import { carriedBack } from '../toml/carry.ts'
import { withOverrides } from '../toml/overlay.ts'
import { problemIn } from '../toml/read.ts'
import { keyText } from '../toml/text.ts'
import { planCopy } from './copy.ts'
import type { Share, ShareChoices } from '../accounts/settings.ts'
import type { KeyPath, Table } from '../toml/table.ts'
import type { Action, Step } from './step.ts'

const repair = 'repair it, then run swop sync'

/** A copied entry, its base file, and what swop last wrote as the copy. */
export interface CopiedSnapshot {
  name: string
  path: string
  /** what is there, if it is no file: a link's text, or the kind of what is in the way */
  link?: string
  obstacle?: string
  /** undefined when it is no file */
  text: string | undefined
  base: string
  baseText: string | undefined
  /** why the base entry can't be copied */
  baseObstacle?: string
  last: string
  lastText: string | undefined
  /** whether the copy changed after the base file */
  newer: boolean
}

/** What the settings say now. */
export interface CopiedChoice {
  share: Share
  /** for config.toml */
  overrides: Table
  account: string
}

/** All that are copied, or were, and what the settings say. */
export interface CopiedEntries {
  chosen: ShareChoices
  snapshots: ReadonlyMap<string, CopiedSnapshot>
  /** what the account says in its copy of config.toml */
  overrides: Table
  account: string
}

/**
 * Plans an entry that is copied, or was.
 * @param share what the share map says of it now
 * @returns undefined when all is well, and for an entry that never was
 */
export function planCopiedEntry(
  name: string,
  share: Share,
  { snapshots, overrides, account }: CopiedEntries,
): Step | undefined {
  const copy = snapshots.get(name)
  return copy && planCopied(copy, { share, account, overrides: name === 'config.toml' ? overrides : {} })
}

/**
 * Decides what brings a copied entry in order: the copy is the base file with the account's overrides in a block; what
 * codex writes outside of that goes to the base file. Also for an entry that is no longer copied, but was.
 * @returns undefined when all is well
 */
export function planCopied(copy: CopiedSnapshot, choice: CopiedChoice): Step | undefined {
  const { path, base, last, text, lastText, name } = copy
  if (choice.share !== 'copied') return planEnd(copy, choice)
  if (copy.baseObstacle) return left(base, copy.baseObstacle)
  if (copy.obstacle) return left(path, `${copy.obstacle}, where a copy of ${base} should be`)
  if (copy.link !== undefined && copy.link !== base)
    return change(
      path,
      [{ do: 'back-up', from: path }],
      `a link to elsewhere, where a copy of ${base} should be`,
    )
  if (!name.endsWith('.toml')) {
    // What the account had for itself must not become everybody's.
    if (lastText === undefined && text !== undefined && ![undefined, text].includes(copy.baseText))
      return change(
        path,
        replace(copy, copy.baseText, true),
        'it should be a copy; what was there is backed up',
      )
    const same = (content: string) => content
    return planCopy(
      { ...copy, source: base, sourceText: copy.baseText, last },
      { translate: same, carryBack: same },
    )
  }
  const broken = problemIn(copy.baseText ?? '')
  if (broken) {
    const kept = text === undefined ? '' : `; ${choice.account} keeps its last good copy`
    return { ...left(base, `it is not valid TOML: ${broken}${kept}`), hint: repair }
  }
  const wanted = render(copy.baseText, choice.overrides)
  if (text === wanted) {
    if (lastText === wanted) return undefined
    const actions: Action[] =
      wanted === undefined ? [{ do: 'back-up', from: last }] : [{ do: 'write', path: last, text: wanted }]
    return change(path, actions, 'noted')
  }
  if (text === undefined) return change(path, replace(copy, wanted), "the settings say that it's a copy")
  if (text === lastText) return change(path, replace(copy, wanted), changedWhy(copy, choice.overrides))
  if (lastText === undefined) {
    return copy.baseText === undefined
      ? change(path, [{ do: 'move', from: path, to: base }], 'new in the account')
      : change(path, replace(copy, wanted, true), 'it should be a copy; what was there is backed up')
  }
  return carry(copy, lastText, text, choice)
}

/** It is no longer copied: what is left of that goes, once what codex has written is in the base file. */
function planEnd(copy: CopiedSnapshot, choice: CopiedChoice): Step | undefined {
  const { path, last, text, lastText, name, baseText } = copy
  if (lastText === undefined) return undefined
  const aside: Action = { do: 'back-up', from: last }
  const why = `it is ${choice.share === 'own' ? "the account's own" : 'shared'} now`
  if (choice.share === 'own' || text === undefined) return change(path, [aside], why)
  if (text === lastText) return change(path, [{ do: 'back-up', from: path }, aside], why)
  // Of two whole files the newer one wins, as everywhere; overrides must not get into the base file.
  if (!name.endsWith('.toml')) return change(path, [aside], why)
  const broken = problemIn(baseText ?? '')
  if (broken) return { ...left(copy.base, `it is not valid TOML: ${broken}`), hint: repair }
  return carry(copy, lastText, text, choice)
}

function carry(copy: CopiedSnapshot, lastText: string, text: string, choice: CopiedChoice): Step {
  const { path, base, name } = copy
  const broken = problemIn(text)
  if (broken) return { ...left(path, `it is not valid TOML: ${broken}`), hint: repair }
  const before = copy.baseText ?? ''
  const { base: after, own, lost } = carriedBack({ last: lastText, edited: text, base: before })
  const wanted =
    choice.share === 'copied' ? render(after === before ? copy.baseText : after, choice.overrides) : undefined
  const actions: Action[] = []
  if (after !== before) actions.push({ do: 'write', path: base, text: after, over: copy.baseText ?? null })
  actions.push(...replace(copy, wanted, own.length + lost.length > 0))
  const step = change(path, actions, 'edited in the account')
  const [notOurs, notNew] = [own, lost].map((paths) => paths.map(keyText).join(', '))
  const hints = [
    own.length > 0
      ? `${notOurs} of ${name} is ${choice.account}'s own setting, and was edited in the copy; to keep that, run swop config set --account ${choice.account} ${overrideKey(own)} <value>`
      : '',
    lost.length > 0 ? `${notNew} was changed in ${path} and in ${base}; the latter counts` : '',
  ].filter((hint) => hint !== '')
  if (hints.length === 0) return step
  return { ...step, notice: `${hints.join('; ')}; what was there is backed up` }
}

function overrideKey(own: readonly KeyPath[]): string {
  const key = `overrides.${keyText(own[0] ?? [])}`
  return /["'\\$`]/.test(key) ? `'${key.replaceAll("'", String.raw`'\''`)}'` : key
}

function render(base: string | undefined, overrides: Table): string | undefined {
  if (base === undefined && Object.keys(overrides).length === 0) return undefined
  return withOverrides(base ?? '', overrides)
}

/** Puts another text in the copy's place, or none, and remembers it. */
function replace(copy: CopiedSnapshot, wanted: string | undefined, keep = false): Action[] {
  const { path, link, text, last, lastText } = copy
  const actions: Action[] = []
  if (wanted !== undefined && link !== undefined) actions.push({ do: 'unlink', path, target: link })
  if (text !== undefined && (keep || wanted === undefined)) actions.push({ do: 'back-up', from: path })
  // The copy first: were it killed in between, the copy would count as edited, and go back over what is newer.
  if (wanted !== undefined)
    actions.push(
      { do: 'write', path, text: wanted, over: keep ? null : (text ?? null) },
      { do: 'write', path: last, text: wanted },
    )
  else if (lastText !== undefined) actions.push({ do: 'back-up', from: last })
  return actions
}

function changedWhy({ base, baseText, lastText }: CopiedSnapshot, overrides: Table): string {
  if (baseText === undefined)
    return Object.keys(overrides).length > 0
      ? `${base} is gone; the account's own settings stay`
      : `${base} is gone`
  return lastText === undefined ? 'a copy' : `${base} or the account's settings have changed`
}

function change(path: string, actions: Action[], why: string): Step {
  return { path, why, actions, outcome: 'change' }
}

function left(path: string, why: string): Step {
  return { path, why, actions: [], outcome: 'left' }
}
