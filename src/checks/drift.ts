import { basename } from 'node:path'
import { accountLayout } from '../accounts/layout.ts'
import { isDrift } from '../home/everyday.ts'
import { syncAccount } from '../home/sync.ts'
import { some, type Check, type Finding } from './check.ts'
import { isDirenvFolder } from './direnv.ts'
import { isDatabase } from './database-place.ts'
import type { Machine } from './machine.ts'

/** Entries that are not as the share map and the bridge say. */
export const drift: Check = {
  name: 'drift',
  looksAt: "what a sync of each account's homes would do",
  inspect: (machine) => machine.accounts.flatMap(({ name }) => ofAccount(name, machine)),
}

function ofAccount(name: string, machine: Machine): Finding[] {
  const { root, config, plan } = machine
  if (config === undefined) return []
  const steps = plan(name).filter(
    ({ path }) => !isDatabase(basename(path)) && !isDirenvFolder(path, machine, name),
  )
  const { codexHome } = accountLayout(root, name)
  const changes = steps.filter((step) => step.outcome === 'change' && isDrift(step, codexHome, root))
  const findings: Finding[] = steps
    .filter(({ outcome }) => outcome === 'left')
    .map(({ path, why, hint }) => ({
      account: name,
      found: `${path}: ${why}`,
      why: 'swop leaves it alone, since it would have to judge what is right',
      todo: hint ?? `move it where it belongs, then: swop sync ${name}`,
    }))
  if (changes.length > 0)
    findings.push({
      account: name,
      found: `${changes.length === 1 ? '1 entry is' : `${changes.length} entries are`} not as the share map says: ${some(changes.map(({ path }) => path))}`,
      why: changes.some(({ vital }) => vital)
        ? "the account would use what is the real home's own"
        : 'what is made there is not seen elsewhere',
      todo: `swop sync ${name}`,
      fix: async () => {
        const done = await syncAccount(root, config, name)
        const failed = done.find(({ failure }) => failure)?.failure
        if (failed) throw failed
        return `brought ${name} in order`
      },
    })
  return findings
}
