// Makes the pictures of the README anew, from real runs (test/pictures).
import { spawnSync } from 'node:child_process'

const words = ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/pictures']
process.exitCode =
  spawnSync('npx', words, { stdio: 'inherit', env: { ...process.env, UPDATE_PICTURES: '1' } }).status ?? 1
