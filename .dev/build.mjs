// Bundles src into dist: bin.cjs starts fast and imports nothing; cli.mjs loads one chunk per command.
import { build } from 'esbuild'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { __SWOP_VERSION__: JSON.stringify(version) },
  logLevel: 'warning',
}

// Beside the old one, so that a swop that runs meanwhile finds a whole dist.
const fresh = `.cache/dist-${process.pid}`
const stale = `.cache/stale-${process.pid}`
mkdirSync('.cache', { recursive: true })
await build({
  ...common,
  entryPoints: ['src/bin.ts'],
  outfile: `${fresh}/bin.cjs`,
  format: 'cjs',
  external: ['./cli.mjs'],
  banner: { js: '#!/usr/bin/env node' },
})
await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: fresh,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  format: 'esm',
  splitting: true,
  minifySyntax: true,
  // Bundled CommonJS packages (fs-extra) call require for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
chmodSync(`${fresh}/bin.cjs`, 0o755)
if (existsSync('dist')) renameSync('dist', stale)
renameSync(fresh, 'dist')
rmSync(stale, { recursive: true, force: true })
