// Bundles src into dist: bin.cjs starts fast and imports nothing; cli.mjs loads one chunk per command.
import { build } from 'esbuild'
import { chmodSync, readFileSync, rmSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { __SWOP_VERSION__: JSON.stringify(version) },
  logLevel: 'warning',
}

rmSync('dist', { recursive: true, force: true })
await build({
  ...common,
  entryPoints: ['src/bin.ts'],
  outfile: 'dist/bin.cjs',
  format: 'cjs',
  external: ['./cli.mjs'],
  banner: { js: '#!/usr/bin/env node' },
})
await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  splitting: true,
  minifySyntax: true,
  // Bundled CommonJS packages (fs-extra) call require for node's own modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
})
chmodSync('dist/bin.cjs', 0o755)
