// Bundles src into dist: bin.cjs starts fast and imports nothing; cli.cjs loads one chunk per command.
import { build, transform } from 'esbuild'
import ejs from 'ejs'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { resolve } from 'node:path'
import { loadedLater } from './later.mjs'
import { compiled, compiledFile, compiledTemplates } from './templates.mjs'

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))
const { commit, day } = builtFrom()
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: {
    __SWOP_VERSION__: JSON.stringify(version),
    __SWOP_BUILD__: JSON.stringify(commit ? `${commit}, ${day}` : day),
    __SWOP_WRITER__: JSON.stringify(writer()),
  },
  logLevel: 'warning',
  plugins: [loadedLater, compiledTemplates],
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
  external: ['./cli.cjs', './plain-*.cjs'],
  // Old enough for a node that swop does not run on to read it, and to be told so.
  target: 'node12.20',
  minify: true,
  banner: { js: `#!/usr/bin/env node\n${nodeCheck(engines.node)}` },
})
await build({
  ...common,
  entryPoints: ['list', 'sync'].map((name) => ({ in: `src/plain/${name}.ts`, out: `plain-${name}` })),
  outdir: fresh,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minify: true,
})
const chunks = await build({
  ...common,
  define: { ...common.define, 'import.meta.dirname': '__dirname', 'import.meta.url': '__fileUrl' },
  write: false,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: fresh,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  format: 'esm',
  splitting: true,
  // What node compiles at every start is less by half.
  minify: true,
  // yargs asks how wide a text is, of a package whose Intl.Segmenter costs as much as all of yargs. swop's texts are plain.
  alias: { 'string-width': './src/ui/string-width.ts', assert: './src/ui/assert.ts' },
})
// esbuild splits ES modules only, and node loads CommonJS in a third of the time: without a promise for each file, and
// without looking at every export of its own modules (of crypto's, one loads all of webcrypto).
for (const { path, text } of chunks.outputFiles) {
  const { code } = await transform(text.replace(/"(\.\/[\w-]+)\.mjs"/g, '"$1.cjs"'), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    supported: { 'dynamic-import': false },
    banner: text.includes('__fileUrl')
      ? "const __fileUrl = require('node:url').pathToFileURL(__filename).href;"
      : '',
  })
  writeFileSync(path.replace(/\.mjs$/, '.cjs'), code)
}
writeFileSync(`${fresh}/${compiledFile}`, compiled())
// What editors check the settings by.
const { jsonSchemas } = await load('src/accounts/schema.ts')
mkdirSync(`${fresh}/schema`)
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(`${fresh}/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`)
// What `man swop` shows.
const { manualPage } = await load('src/man.ts')
writeFileSync(`${fresh}/swop.1`, await manualPage(version, day))
// What people run: it starts bin.cjs for whatever it can't answer itself.
const { generatedFormat } = await load('src/shell/format.ts')
const launcher = ejs.render(
  readFileSync('templates/launcher.sh', 'utf8'),
  { format: generatedFormat, writer: writer(), needed: engines.node.replace('>=', '') },
  { escape: String },
)
writeFileSync(`${fresh}/swop`, launcher)
for (const program of ['bin.cjs', 'swop']) chmodSync(`${fresh}/${program}`, 0o755)
if (existsSync('dist')) renameSync('dist', stale)
renameSync(fresh, 'dist')
rmSync(stale, { recursive: true, force: true })

/** Builds a module that only the build needs, and loads it. */
async function load(entry) {
  const outfile = `${fresh}/build-only.mjs`
  await build({
    ...common,
    entryPoints: [entry],
    outfile,
    format: 'esm',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  const module = await import(`${resolve(outfile)}?${entry}`)
  rmSync(outfile)
  return module
}

/** The commit that is built and its day; where there is no repository of swop's own, only today. */
function builtFrom() {
  const git = (...args) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    if (existsSync('.git')) {
      const [commit, day] = git('log', '-1', '--format=%h %cs').split(' ')
      const changed = git('status', '--porcelain', '--untracked-files=no') !== ''
      return { commit: changed ? `${commit} and changes` : commit, day }
    }
  } catch {
    // no git
  }
  const seconds = process.env.SOURCE_DATE_EPOCH
  const date = seconds ? new Date(Number(seconds) * 1000) : new Date()
  return { commit: '', day: date.toISOString().slice(0, 10) }
}

/** Tells one version of what writes the generated files from another. */
function writer() {
  const hash = createHash('sha256')
  for (const folder of ['templates', 'completions', 'src/shell', 'src/env', 'src/accounts']) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
    for (const name of names.sort()) hash.update(name).update('\0').update(readFileSync(name)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** JavaScript that any node reads; what is evaluated by a shell must fail there, too. */
function nodeCheck(range) {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(range)
  return `(function () {
  var have = process.versions.node.split('.').map(Number)
  if (have[0] > ${major} || (have[0] === ${major} && have[1] >= ${minor})) return
  if (process.argv[2] === 'env') process.stdout.write('false;\\n')
  process.stderr.write('swop: this is node ' + process.versions.node + ' (' + process.execPath + '), and swop needs ${major}.${minor} or later; install a newer node, or put one first on PATH\\n')
  process.exit(1)
})()`
}
