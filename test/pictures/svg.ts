import { runsOf, type Run } from './ansi.ts'

/** A terminal as it is drawn. */
export interface Screen {
  title: string
  columns: number
  rows: number
  /** as `tmux capture-pane -e` prints it */
  text: string
}

const cell = { width: 8.4, height: 18 }
const padding = 14
const bar = 30
const gap = 16
const foreground = '#cdd6f4'
const background = '#1e1e2e'
const font = "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

/** Draws terminals side by side, as an SVG of its own. */
export function draw(description: string, screens: readonly Screen[]): string {
  const widths = screens.map(({ columns }) => columns * cell.width + 2 * padding)
  const rows = Math.max(...screens.map((screen) => screen.rows))
  const height = round(bar + rows * cell.height + 2 * padding)
  const width = round(widths.reduce((sum, each) => sum + each, 0) + gap * (screens.length - 1))
  const drawn = screens.map((screen, n) => {
    const left = widths.slice(0, n).reduce((sum, each) => sum + each + gap, 0)
    return window(screen, round(left), round(widths[n] ?? 0), height)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${font}" font-size="14">`,
    `<title>${escaped(description)}</title>`,
    ...drawn.flat(),
    '</svg>',
    '',
  ].join('\n')
}

function window({ title, rows, text }: Screen, left: number, width: number, height: number): string[] {
  const lines = runsOf(text).slice(0, rows)
  const middle = round(left + width / 2)
  return [
    `<rect x="${left}" width="${width}" height="${height}" rx="8" fill="${background}"/>`,
    ...['#f38ba8', '#f9e2af', '#a6e3a1'].map(
      (colour, n) => `<circle cx="${left + 18 + n * 18}" cy="${bar / 2 + 3}" r="5.5" fill="${colour}"/>`,
    ),
    `<text x="${middle}" y="${bar / 2 + 8}" fill="#7f849c" text-anchor="middle">${escaped(title)}</text>`,
    ...lines.flatMap((runs, row) => runs.flatMap((run) => drawRun(run, left + padding, row))),
  ]
}

function drawRun(run: Run, left: number, row: number): string[] {
  const length = [...run.text].length
  const x = round(left + run.column * cell.width)
  const top = round(bar + padding + row * cell.height)
  const width = round(length * cell.width)
  const colour = run.inverse ? (run.background ?? background) : (run.colour ?? foreground)
  const behind = run.inverse ? (run.colour ?? foreground) : run.background
  const attributes = [
    `x="${x}" y="${round(top + 13)}" fill="${colour}"`,
    // Whatever font there is: a column is a column.
    `textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"`,
    ...(run.bold ? ['font-weight="bold"'] : []),
    ...(run.dim ? ['opacity="0.6"'] : []),
    ...(run.italic ? ['font-style="italic"'] : []),
    ...(run.underline ? ['text-decoration="underline"'] : []),
  ]
  return [
    ...(behind
      ? [`<rect x="${x}" y="${top}" width="${width}" height="${cell.height}" fill="${behind}"/>`]
      : []),
    ...(run.text.trim() === '' ? [] : [`<text ${attributes.join(' ')}>${escaped(run.text)}</text>`]),
  ]
}

const round = (number: number) => Math.round(number * 10) / 10
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
