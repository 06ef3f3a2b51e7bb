import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { discard } from '../platform/entries.ts'
import { isPlainFile } from '../platform/paths.ts'
import { some, type Check } from './check.ts'

/**
 * codex's own skills: two starts at once with an outdated marker leave them incomplete, for good, since the marker says
 * that all is there (codex.md, section 1). Which there should be, only codex knows; a skill without its SKILL.md is none.
 */
export const skills: Check = {
  name: 'skills',
  looksAt: "skills/.system in the base codex home: codex's own skills",
  inspect: ({ base }) => {
    const folder = join(base ?? '', 'skills', '.system')
    const marker = join(folder, '.codex-system-skills.marker')
    if (base === undefined || !existsSync(marker)) return []
    const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const broken = all.map(({ name }) => name).filter((name) => !isPlainFile(join(folder, name, 'SKILL.md')))
    if (all.length > 0 && broken.length === 0) return []
    return [
      {
        found: `${folder} is incomplete: ${all.length === 0 ? 'no skill is left' : `no SKILL.md in ${some(broken)}`}`,
        why: 'codex takes it for complete, and does without those skills',
        todo: `remove ${marker}: the next codex writes them anew`,
        fix: () => {
          discard(marker)
          return 'removed the marker; the next codex writes its skills anew'
        },
      },
    ]
  },
}
