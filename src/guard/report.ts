import type { GuardState } from './state.ts'

/** What people have to know before they rely on it; in the help and after `on`. */
export const limits =
  'It guards against accidents, not against you or a project that you trust. Off with: -s, -c sandbox_mode, ' +
  "-c default_permissions, --profile with a sandbox setting, a trusted project's .codex/config.toml, commands that you let " +
  'run outside the sandbox, MCP servers and hooks; codex 0.92 ignores it. Sessions that are open go on as they began.'

/** The guard of each account in lines, for people. */
export function guardReport(states: readonly GuardState[]): string {
  return states
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('')
}

function linesOf(state: GuardState): string[] {
  const { account, guard, denied, notes, problems, switches } = state
  if (guard === 'off') return [`${account}: off`]
  const over = state.extends === undefined ? '' : `, over ${state.extends}`
  const head =
    guard === 'on'
      ? `on${over}, and it holds (tried with codex ${state.version})`
      : 'on, but it does not hold'
  return [
    `${account}: ${head}`,
    ...problems.map((problem) => `  problem: ${problem}`),
    ...denied.map((path) => `  denied:  ${path}`),
    ...notes.map((note) => `  note:    ${note}`),
    ...switches.map((way) => `  off by:  ${way}`),
  ]
}
