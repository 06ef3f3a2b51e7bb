import { left, type Window } from './usage.ts'
import { ageWords, resetWords, windowName } from './words.ts'
import type { Report } from './report.ts'

/** How something stands, for whoever shows it in colours. */
export type Mood = 'good' | 'short' | 'out' | 'quiet' | 'name'

/** Gives a text the looks of a mood, or leaves it as it is. */
export type Paint = (mood: Mood, text: string) => string

const width = 80
const barWidth = 20

/**
 * Reports as lines of at most 80 columns: the account, its plan, the age of the answer, and below them its windows.
 * @param now ms since the epoch
 */
export function linesOf(reports: readonly Report[], now: number, paint: Paint): string[] {
  const longest = Math.max(0, ...reports.map(({ account }) => account.length))
  const column = Math.min(longest, 20)
  return reports.flatMap((report) => {
    const name = report.account.padEnd(column)
    const [first = '', ...rest] = flow(name, factsOf(report, now))
    const { failure } = report
    return [
      paint('name', first.slice(0, name.length)) + first.slice(name.length),
      ...rest,
      ...(failure ? flow('', [`${failure.message};`, failure.hint]) : []),
      ...windowsOf(report, now, paint),
    ]
  })
}

/** What is said beside the account's name, in pieces that stay whole: a command, or a path. */
function factsOf({ account, usage, askedAt }: Report, now: number): string[] {
  switch (usage.state) {
    case 'known': {
      const told = usage.windows.length === 0 ? ['no limits told'] : []
      return [[usage.plan ?? 'plan unknown', ...told, ageWords(now - askedAt)].join(', ')]
    }
    case 'no-limits':
      return [usage.reason]
    case 'logged-out':
      return ['logged out; log in:', account === 'default' ? 'codex login' : `swop login ${account}`]
    case 'failed':
      return [`${usage.message};`, usage.hint]
  }
}

/** Pieces one after the other, in a new line where they do not fit. */
function flow(start: string, pieces: readonly string[]): string[] {
  const lines = [start]
  pieces.forEach((piece, index) => {
    const line = `${lines.at(-1)}${index === 0 ? '  ' : ' '}${piece}`
    if (line.length <= width) lines[lines.length - 1] = line
    else lines.push(`  ${piece}`)
  })
  return lines
}

function windowsOf({ usage }: Report, now: number, paint: Paint): string[] {
  if (usage.state !== 'known') return []
  const names = usage.windows.map(windowName)
  const column = Math.max(4, ...names.map((name) => name.length))
  const lines = usage.windows.map((window, index) => {
    const reset = resetWords(window, now)
    const percent = `${String(left(window)).padStart(3)}% left`
    const line = `  ${(names[index] ?? '').padEnd(column)}  ${bar(window, paint)} ${percent}`
    return reset ? `${line}  ${paint('quiet', reset)}` : line
  })
  return usage.credits === null ? lines : [...lines, `  ${paint('quiet', `credits: ${usage.credits}`)}`]
}

/** As in codex's own /status, what is left is what is filled. */
function bar(window: Window, paint: Paint): string {
  const rest = left(window)
  const filled = rest === 0 ? 0 : Math.max(1, Math.round((rest / 100) * barWidth))
  const mood = rest < 10 ? 'out' : rest < 30 ? 'short' : 'good'
  return paint(mood, '█'.repeat(filled)) + paint('quiet', '░'.repeat(barWidth - filled))
}
