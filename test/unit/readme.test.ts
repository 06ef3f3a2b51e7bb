import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { planEnv } from '../../src/env/plan.ts'
import { envFiles } from '../../src/shell/account-files.ts'

const path = join(import.meta.dirname, '../../README.md')

// UPDATE_README=1 writes it anew.
it('shows the code that swop generates, as it is', () => {
  const root = '/home/you/.local/share/swop'
  const layout = accountLayout(root, 'work')
  const xdg = { config: '/home/you/.config', state: '', data: '', cache: '' }
  const plan = planEnv(root, layout, 'overlay', { home: '/home/you', codexHome: '/home/you/.codex', xdg })
  const code = envFiles(root, layout, plan).get(join(layout.folder, 'env.bash')) ?? ''
  const readme = readFileSync(path, 'utf8')
  const block = /(<!-- generated: env\.bash -->\n```bash\n)[^]*?(```\n<!-- \/generated -->)/
  const wanted = readme.replace(block, (_all, before: string, after: string) => before + code + after)
  if (process.env.UPDATE_README) writeFileSync(path, wanted)
  else expect(readme).toBe(wanted)
})
