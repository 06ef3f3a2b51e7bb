import { verdictOf } from '../verdict.ts'
import type { Machine } from '../machine.ts'
import type { Section } from '../row.ts'

/** All parts as the README shows them: a part's commands, and its table below them. */
export function markdownText(
  { day, cpu, cores, system, load, versions }: Machine,
  sections: readonly Section[],
): string {
  const all = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const where = `Measured on ${day}: ${cpu}, ${cores} cores, ${system}, load ${load}; ${all.join(', ')}.`
  return [where, ...sections.map(sectionText)].join('\n\n')
}

function sectionText({ part, ground, rows }: Section): string {
  const commands = new Set([`npm run bench -- ${part}`, ...rows.map(({ command }) => command)])
  const table = rows.map((row) => {
    const { cost, ratio, budget, held } = verdictOf(row)
    const verdict = held === undefined ? '' : held ? 'yes' : '**no**'
    return [row.what, row.shell, cost, ratio, row.processes ?? '', budget, verdict]
  })
  const head = ['', 'shell', 'median', 'ratio', 'processes', 'budget', 'held']
  const used = head.map((_, column) => column === 0 || table.some((cells) => cells[column] !== ''))
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.filter((_, column) => used[column]).join(' | ')} |`
  return [
    `${ground[0]?.toUpperCase() ?? ''}${ground.slice(1)}:`,
    '',
    '```console', // of three shells, on the bench's own ground: no block to paste
    ...commands,
    '```',
    '',
    line(head),
    line(head.map(() => '---')),
    ...table.map(line),
  ].join('\n')
}
