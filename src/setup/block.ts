// The one marked block in an rc file. Texts are bytes here, one a character: an rc file need not be UTF-8.

const opening = '# >>> swop >>>'
const closing = '# <<< swop <<<'
// Said in the opening line, so that the block can be taken out without a trace, also on another machine.
const madeFile = ' (this file was made for it)'
const endedLine = ' (the line above had no end)'

/** What an rc file is without its block. */
export interface Bare {
  text: string
  /** whether there was a block */
  found: boolean
  /** whether the file was made for the block */
  made: boolean
}

/**
 * Takes the block out (several, if two files were merged); everything else stays as it is, byte for byte.
 * @returns a number, of the line with a marker that has no partner, when there is no telling what is swop's
 */
export function withoutBlock(text: string): Bare | number {
  const bare: Bare = { text: '', found: false, made: false }
  let kept = 0
  let opened: { start: number; line: string; number: number } | undefined
  let offset = 0
  for (const [index, whole] of text.split(/(?<=\n)/).entries()) {
    const line = whole.replace(/\r?\n$/, '')
    const start = offset
    offset += whole.length
    if (line.startsWith(opening)) {
      if (opened) return opened.number
      opened = { start, line, number: index + 1 }
    } else if (line === closing) {
      if (!opened) return index + 1
      bare.text += text.slice(kept, opened.start)
      // What somebody has written behind the block needs the line's end.
      if (opened.line.includes(endedLine) && offset === text.length)
        bare.text = bare.text.slice(0, -lineEnd(whole).length)
      bare.found = true
      bare.made ||= opened.line.includes(madeFile)
      opened = undefined
      kept = offset
    }
  }
  if (opened) return opened.number
  bare.text += text.slice(kept)
  return bare
}

/**
 * Puts the block at the end of an rc file, in place of an older one: what is sourced last has the last word.
 * @param text undefined where there is no file
 * @param code lines of shell code
 * @returns the new text, or the line of a marker without a partner
 */
export function withBlock(text: string | undefined, code: readonly string[]): string | number {
  const bare = withoutBlock(text ?? '')
  if (typeof bare === 'number') return bare
  const end = lineEnd(bare.text)
  const joins = bare.text !== '' && !bare.text.endsWith('\n')
  const head = [
    opening,
    ...(bare.made || text === undefined ? [madeFile] : []),
    ...(joins ? [endedLine] : []),
  ].join('')
  // A carriage return would be a part of the last word of the code, but not of a comment.
  const lines = [
    head,
    ...code.map((line) => (end === '\r\n' && !line.startsWith('#') ? `${line} #` : line)),
    closing,
  ]
  return `${bare.text}${joins ? end : ''}${lines.map((line) => line + end).join('')}`
}

/**
 * What an rc file is once the block is out.
 * @returns undefined when the file was made for the block, and nobody has written anything else into it
 */
export function afterUninstall({ text, made }: Bare): string | undefined {
  return made && text === '' ? undefined : text
}

/** How the last line of a text ends. */
function lineEnd(text: string): '\n' | '\r\n' {
  const last = text.lastIndexOf('\n')
  return last > 0 && text[last - 1] === '\r' ? '\r\n' : '\n'
}
