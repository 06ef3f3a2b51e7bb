import { inspectGuard } from '../guard/inspect.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

/** Whether a guard that is on holds, tried in codex's own sandbox. */
export const guard: Check = {
  name: 'guard',
  looksAt: "accounts with `swop guard on`: what hides the other logins, and what codex's sandbox makes of it",
  inspect: async (machine) => {
    const guarded = machine.accounts.filter(({ settings }) => settings.guard)
    const findings = await Promise.all(guarded.map(({ name }) => ofAccount(name, machine)))
    return findings.flat()
  },
}

async function ofAccount(name: string, { root, config, codex, env }: Machine): Promise<Finding[]> {
  if (config === undefined || codex === undefined) return [] // other checks say so
  const { problems } = await inspectGuard(root, config, name, env)
  return problems.map((problem) => ({
    account: name,
    found: `the guard is open: ${problem}`,
    why: "a command that codex runs can read another account's login",
    todo: `swop guard status ${name}`,
  }))
}
