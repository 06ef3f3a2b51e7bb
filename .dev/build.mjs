// Bundles src into dist: bin.cjs starts fast and imports nothing; cli.mjs loads one chunk per command.
import { build } from 'esbuild'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

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
  // What node compiles at every start is less by half.
  minify: true,
  // yargs asks how wide a text is, of a package whose Intl.Segmenter costs as much as all of yargs. swop's texts are plain.
  alias: { 'string-width': './src/ui/string-width.ts' },
  // Bundled CommonJS packages (fs-extra) call require for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
// What editors check the settings by.
await build({
  ...common,
  entryPoints: ['src/accounts/schema.ts'],
  outfile: `${fresh}/schema.mjs`,
  format: 'esm',
})
const { jsonSchemas } = await import(resolve(fresh, 'schema.mjs'))
rmSync(`${fresh}/schema.mjs`)
mkdirSync(`${fresh}/schema`)
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(`${fresh}/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`)
chmodSync(`${fresh}/bin.cjs`, 0o755)
if (existsSync('dist')) renameSync('dist', stale)
renameSync(fresh, 'dist')
rmSync(stale, { recursive: true, force: true })
