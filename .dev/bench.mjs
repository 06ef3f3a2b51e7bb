// Bundles test/bench and runs it: node 20 does not read TypeScript.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'

const outfile = '.cache/bench/bench.mjs'
await build({
  entryPoints: ['test/bench/bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  packages: 'external',
})
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env // node parses them for 40 ms at every start
process.exitCode =
  spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', env }).status ?? 1
