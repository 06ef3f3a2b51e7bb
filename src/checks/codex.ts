import { existsSync } from 'node:fs'
import { codexVersion, findCodex } from '../codex/program.ts'
import { provedVersions, unproved } from '../codex/versions.ts'
import { Failure } from '../platform/failure.ts'
import type { Check, Finding } from './check.ts'

const patience = 5000 // ms; npm's launcher alone takes 60

/** codex itself: is there one, does it run, and has swop been proved on its version? */
export const codex: Check = {
  name: 'codex',
  looksAt: 'the codex on PATH, and its version',
  inspect: async ({ env, baseline, base }) => {
    const say = (found: string, why: string, todo: string): Finding[] => [{ found, why, todo }]
    try {
      // Every start of codex writes below the `tmp/` of its home: where there is none, not even that is made.
      const home = base !== undefined && existsSync(base) ? base : '/nonexistent'
      const version = await codexVersion(findCodex(env), { ...baseline, CODEX_HOME: home }, patience)
      const age = unproved(version)
      if (age === undefined) return []
      const { oldest, newest } = provedVersions
      return say(
        `codex ${version} is ${age} than those that swop was proved on (${oldest} to ${newest})`,
        'it may have files that swop does not share, or keep apart, as it should',
        'prove it here: swop verify',
      )
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return say(error.message, 'without codex there is nothing to switch', error.hint)
    }
  },
}
