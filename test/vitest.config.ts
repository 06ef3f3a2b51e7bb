import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { compiledTemplatesInTests } from '../.dev/templates.mjs'

export default defineConfig({
  plugins: [compiledTemplatesInTests],
  test: {
    include: ['test/**/*.test.ts'],
    // Real shells and the real codex: slower than a unit test, and as many at once as there are cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: availableParallelism(),
    allowOnly: false,
    // Some type into terminals and wait for the real codex: on a busy machine one of thousands may come too late. Only the
    // check of a submission tries again, and says so; by hand a test that fails now and then is to be seen.
    retry: process.env.CI ? 2 : 0,
  },
})
