/** How a piece of text looks; colours as CSS has them. */
export interface Style {
  colour?: string
  background?: string
  bold?: boolean
  dim?: boolean
  italic?: boolean
  underline?: boolean
  inverse?: boolean
}

/** A piece of a line in one style. */
export interface Run extends Style {
  text: string
  column: number
}

// One palette for all pictures: the sixteen of a terminal.
const palette = (
  '#45475a #f38ba8 #a6e3a1 #f9e2af #89b4fa #cba6f7 #94e2d5 #bac2de ' +
  '#7f849c #f38ba8 #a6e3a1 #f9e2af #89b4fa #cba6f7 #94e2d5 #cdd6f4'
).split(' ')

/**
 * Reads lines as `tmux capture-pane -e` prints them; a style goes on over line ends.
 * @throws Error on an escape sequence that is no colour or style
 */
export function runsOf(text: string): Run[][] {
  let style: Style = {}
  return text.split('\n').map((line) => {
    const runs: Run[] = []
    let column = 0
    // oxlint-disable-next-line no-control-regex -- that is what they begin with
    for (const part of line.split(/(\u001B\[[0-9;:]*m)/)) {
      // oxlint-disable-next-line no-control-regex -- the same
      const codes = /^\u001B\[([0-9;:]*)m$/.exec(part)?.[1]
      if (codes !== undefined) style = styled(style, codes.split(/[;:]/).map(Number))
      else if (part.includes('\u001B')) throw new Error(`no colour: ${JSON.stringify(part)}`)
      else if (part !== '') {
        runs.push({ ...style, text: part, column })
        column += [...part].length
      }
    }
    return runs
  })
}

function styled(style: Style, codes: readonly number[]): Style {
  let now: Style = { ...style }
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0
    if (code === 0) now = {}
    else if (code === 1) now.bold = true
    else if (code === 2) now.dim = true
    else if (code === 3) now.italic = true
    else if (code === 4) now.underline = true
    else if (code === 7) now.inverse = true
    else if (code === 22) now = { ...now, bold: false, dim: false }
    else if (code === 23) now.italic = false
    else if (code === 24) now.underline = false
    else if (code === 27) now.inverse = false
    else if (code === 39) delete now.colour
    else if (code === 49) delete now.background
    else if (code === 38 || code === 48) {
      const { colour, length } = colourAt(codes, at)
      if (code === 38) now.colour = colour
      else now.background = colour
      at += length
    } else if (code >= 30 && code <= 37) now.colour = basic(code - 30)
    else if (code >= 40 && code <= 47) now.background = basic(code - 40)
    else if (code >= 90 && code <= 97) now.colour = basic(code - 82)
    else if (code >= 100 && code <= 107) now.background = basic(code - 92)
    else throw new Error(`an unknown style: ${code}`)
  }
  return now
}

const basic = (number: number) => palette[number] ?? ''

/** `38;5;N` or `38;2;R;G;B`. */
function colourAt(codes: readonly number[], at: number): { colour: string; length: number } {
  if (codes[at + 1] === 2) return { colour: `rgb(${codes.slice(at + 2, at + 5).join()})`, length: 4 }
  return { colour: indexed(codes[at + 2] ?? 0), length: 2 }
}

/** The 256 colours of xterm: sixteen, a cube of six, and greys. */
function indexed(number: number): string {
  if (number < 16) return basic(number)
  if (number >= 232) return `rgb(${[0, 0, 0].map(() => 8 + (number - 232) * 10).join()})`
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40)
  const cube = number - 16
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level).join()})`
}
