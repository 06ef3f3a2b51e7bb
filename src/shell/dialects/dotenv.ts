import type { EnvPlan } from '../../env/plan.ts'

/**
 * NAME=value lines, as env files for docker, VS Code and systemd. They can't unset anything: an empty value does,
 * since both codex versions that were measured take an empty variable as unset (codex.md, 3; traps.md, 2).
 * @param restored values for the variables that the plan restores
 */
export function dotenvText(plan: EnvPlan, restored: Record<string, string | null> = {}): string {
  const lines = [
    ...plan.set.map(({ name, value }) => dotenvLine(name, value)),
    ...plan.restore.filter((name) => name in restored).map((name) => dotenvLine(name, restored[name] ?? '')),
    ...plan.unset.map((name) => dotenvLine(name, '')),
    dotenvLine('SWOP_ACCOUNT', plan.account),
  ]
  return lines.join('')
}

/** One variable as a line of an env file. */
export function dotenvLine(name: string, value: string): string {
  return `${name}=${quoted(value)}\n`
}

/**
 * Readers disagree about quoting (docker keeps quotes as part of the value), so a value that can do without has none.
 * Single quotes are literal for the rest; a value with single quotes gets the double ones that systemd and the shell
 * agree on.
 */
function quoted(value: string): string {
  if (/^[\p{L}\p{N}_@%+=:,./-]*$/u.test(value)) return value
  if (!value.includes("'")) return `'${value}'`
  return `"${value.replace(/["\\$`]/g, String.raw`\$&`)}"`
}
