import type { TraceReport } from './report.ts'

type Write = TraceReport['commands'][number]['writes'][number]

/** The report for people. */
export function markdownReport(report: TraceReport): string {
  const { testedOn, commands, mustIsolate, safeToShare, globalReads, findings, limitations, ok } = report
  const { system, kernel, swop, codex, shells } = testedOn
  const sections = [
    '# What codex writes, and whether accounts stay apart',
    ok ? 'As promised: nothing was written that the share map does not know.' : '**Not as promised.**',
    findings.length === 0 ? '' : list('Findings', findings),
    list('Tested on', [
      `system: ${system}`,
      `kernel: ${kernel}`,
      `codex: ${codex.version}, ${code(codex.path)}`,
      `swop: ${swop}`,
      ...shells.map(({ name, version }) => `${name}: ${version || 'does not tell its version'}`),
    ]),
    '## Findings per command\n',
    ...commands.map(commandSection),
    list('Must be isolated', mustIsolate.map(code)),
    list('Safe to share', safeToShare.map(code)),
    list(
      'Read by all accounts alike',
      globalReads.map(({ path, found, why }) => `${code(path)}: ${why}${found ? '' : ' (not there)'}`),
    ),
    list('Limitations', limitations),
  ]
  return `${sections
    .filter(Boolean)
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')}\n`
}

function commandSection({ command, writes }: TraceReport['commands'][number]): string {
  const head = `### ${command}\n\n`
  if (writes.length === 0) return `${head}Wrote nothing.`
  const rows = grouped(writes).map(([name, group]) => {
    const actions = [...new Set(group.flatMap((write) => write.actions))].sort().join(', ')
    const { verdict, share } = group[0]!
    return `| ${code(name)} | ${share ?? ''} | ${actions} | ${group.length} | ${verdict} |`
  })
  return `${head}| entry | share map | what | paths | verdict |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`
}

/** One row for each entry of a codex home; elsewhere for each path. */
function grouped(writes: readonly Write[]): [string, Write[]][] {
  const groups = new Map<string, Write[]>()
  for (const write of writes) {
    const { entry, place, path, verdict } = write
    const root = { account: '{account}/.codex', base: '{base}', 'other account': '{other account}/.codex' }
    const name =
      entry === undefined
        ? path
        : `${root[place as keyof typeof root]}/${path.split('/')[place === 'base' ? 1 : 2]}`
    const key = `${name}\n${verdict}`
    groups.set(key, [...(groups.get(key) ?? []), write])
  }
  return [...groups].map(([key, group]) => [key.split('\n')[0]!, group])
}

function list(title: string, items: readonly string[]): string {
  return `## ${title}\n\n${items.length === 0 ? 'None.' : items.map((item) => `- ${item}`).join('\n')}`
}

function code(text: string): string {
  return `\`${text.replaceAll('|', String.raw`\|`)}\``
}
