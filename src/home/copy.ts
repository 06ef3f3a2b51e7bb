import type { Action, Step } from './step.ts'

/** An entry that can't be a link: the account has a translated copy of the real file, and edits go both ways. */
export interface Translation {
  translate: (text: string) => string
  /** @param original the real file's text */
  carryBack: (edited: string, original: string) => string
}

/** A copy and its source as they are. */
export interface CopySnapshot {
  path: string
  /** a link, or nothing, has no text */
  text: string | undefined
  /** the link that is in the copy's place, if it is one */
  link?: string
  source: string
  /** undefined when the source is gone */
  sourceText: string | undefined
  /** what swop last wrote as the copy; a file of swop's own */
  last: string
  lastText: string | undefined
  /** whether the copy changed after the source */
  newer: boolean
}

/**
 * Decides what brings a copy in order: it follows its source, and what a program has written into it goes back there.
 * @returns undefined when all is well
 */
export function planCopy(copy: CopySnapshot, { translate, carryBack }: Translation): Step | undefined {
  const { path, text, link, source, sourceText, last, lastText, newer } = copy
  if (sourceText === undefined) {
    const aside: Action = { do: 'back-up', from: last }
    if (text === undefined) return lastText === undefined ? undefined : change([aside], `${source} is gone`)
    return text === lastText
      ? change([{ do: 'back-up', from: path }, aside], `${source} is gone`)
      : change([{ do: 'move', from: path, to: source }, aside], 'edited in the account')
  }
  const wanted = translate(sourceText)
  const write = (content: string, over = text ?? null): Action[] => [
    ...(link === undefined ? [] : [{ do: 'unlink', path, target: link } as const]),
    { do: 'write', path, text: content, over },
    // Last: were it killed before the copy, that would count as edited, and go back over what is newer.
    { do: 'write', path: last, text: content },
  ]
  if (text === wanted)
    return lastText === wanted ? undefined : change([{ do: 'write', path: last, text: wanted }], 'noted')
  if (text === undefined) return change(write(wanted), 'a copy, since its meaning depends on HOME')
  if (text === lastText) return change(write(wanted), `${source} has changed`)
  const carried = carryBack(text, sourceText)
  if (lastText === wanted)
    return change(
      [{ do: 'write', path: source, text: carried, over: sourceText }, ...write(translate(carried))],
      'edited in the account',
    )
  return newer
    ? change(
        [
          { do: 'write', path: source, text: carried, keep: true, over: sourceText },
          ...write(translate(carried)),
        ],
        'both have changed; the older one is backed up',
      )
    : change(
        [{ do: 'back-up', from: path }, ...write(wanted, null)],
        'both have changed; the older one is backed up',
      )

  function change(actions: Action[], why: string): Step {
    return { path, why, actions, outcome: 'change' }
  }
}
