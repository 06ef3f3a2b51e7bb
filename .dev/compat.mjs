// Runs the tests with the real codex once more, with the oldest version that swop is proved on.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const version = '0.92.0'
const folder = resolve('.cache', `codex-${version}`)
const codex = join(folder, 'node_modules', '.bin', 'codex')

if (!existsSync(codex)) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--no-audit', '--no-fund', '--save-exact', `@openai/codex@${version}`]
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit' })
}
const vitest = ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/codex']
const { status } = spawnSync('npx', vitest, {
  stdio: 'inherit',
  env: { ...process.env, SWOP_TEST_CODEX: codex },
})
process.exitCode = status ?? 1
