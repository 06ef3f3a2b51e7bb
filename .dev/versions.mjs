// Runs `swop verify` and `swop verify --trace` with many published versions of codex, one fetched at a time and removed
// after, and writes what each of them did to test/codex/versions. Arguments: only these versions.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const oldest = '0.92.0'
const count = 14
const data = resolve('test', 'codex', 'versions')
const work = resolve('.cache', 'versions')

const parts = (version) => version.split('.').map(Number)
const order = (one, other) =>
  parts(one).reduce((found, part, index) => found || part - parts(other)[index], 0)

/** The oldest, the newest, and others evenly between them. */
function chosen() {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const newest = devDependencies['@openai/codex']
  const published = JSON.parse(
    execFileSync('npm', ['view', '@openai/codex', 'versions', '--json'], { encoding: 'utf8' }),
  )
  // Since 0.99.0 each platform has a package of its own, published as a version; of some versions it is missing.
  const built = (version) =>
    order(version, '0.99.0') < 0 || published.includes(`${version}-${process.platform}-${process.arch}`)
  const all = published
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && built(version))
    .filter((version) => order(version, oldest) >= 0 && order(version, newest) <= 0)
    .sort(order)
  return Array.from(
    { length: count },
    (_, index) => all[Math.round((index * (all.length - 1)) / (count - 1))],
  )
}

function install(version) {
  const folder = join(work, version)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const words = ['install', '--no-audit', '--no-fund', '--save-exact', `@openai/codex@${version}`]
  execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  return { bin: join(folder, 'node_modules', '.bin'), remove: () => rmSync(folder, { recursive: true }) }
}

function swop(words, bin = '') {
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, XDG_CACHE_HOME: work }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/bin.cjs', 'verify', '--json', ...words],
    {
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  const report = JSON.parse(stdout || '{}')
  if (status !== 0 && status !== 4) throw new Error(stderr.trim())
  return report
}

/** The older report stays for the comparison with the next. */
function examine(version, previous) {
  const { bin, remove } = install(version)
  try {
    const apart = swop([], bin)
    const traced = swop(['--trace'], bin)
    // Without its own platform package, codex's launcher takes one that it finds further up.
    const [ran, wanted] = [traced.testedOn.codex.version, version]
    if (apart.codex.version !== wanted || ran !== wanted) throw new Error(`${ran} was run instead`)
    const report = join(work, `${version}.json`)
    writeFileSync(report, JSON.stringify(traced))
    const since = previous && swop(['--compare', previous.report, report])
    const { codex: _, ...testedOn } = traced.testedOn
    const result = {
      version,
      testedOn,
      apart: { ok: apart.ok, runs: apart.runs.length, findings: apart.findings },
      traced: {
        ok: traced.ok,
        findings: traced.findings,
        mustIsolate: traced.mustIsolate,
        safeToShare: traced.safeToShare,
        elsewhere: [
          ...new Set(
            traced.commands.flatMap(({ writes }) =>
              writes.flatMap((write) => (write.entry ? [] : [write.path])),
            ),
          ),
        ].sort(),
        globalReads: traced.globalReads.map(({ path }) => path),
      },
      since: since
        ? {
            version: previous.version,
            new: since.new.map(({ name }) => name),
            gone: since.gone.map(({ name }) => name),
            changed: Object.fromEntries(
              since.changed.map(({ name, from, to }) => [
                name,
                [from.actions.join(' '), to.actions.join(' ')],
              ]),
            ),
          }
        : null,
    }
    writeFileSync(join(data, `${version}.json`), `${JSON.stringify(result, null, 2)}\n`)
    console.log(
      version,
      apart.ok ? 'apart' : 'NOT APART',
      traced.ok ? 'as promised' : traced.findings.join('\n  '),
    )
    return { version, report }
  } finally {
    remove()
  }
}

mkdirSync(data, { recursive: true })
mkdirSync(work, { recursive: true })
const asked = process.argv.slice(2)
const versions = asked.length > 0 ? asked : chosen()
if (asked.length === 0) for (const name of readdirSync(data)) rmSync(join(data, name))
let previous
for (const version of versions) {
  try {
    previous = examine(version, previous)
  } catch (error) {
    console.error(`${version}: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}
rmSync(work, { recursive: true })
if (process.exitCode !== 1) {
  const readme = ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/unit/versions']
  process.exitCode =
    spawnSync('npx', readme, { stdio: 'inherit', env: { ...process.env, UPDATE_README: '1' } }).status ?? 1
}
