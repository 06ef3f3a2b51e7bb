import { build } from 'esbuild'
import fs from 'fs-extra'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Budgets } from '../support/budgets.ts'
import { Sandbox, swopBin } from '../support/sandbox.ts'
import { startUpOf } from '../support/start-up.ts'

const folder = fs.realpathSync(resolve(import.meta.dirname, '../..'))
const program = join(folder, fs.readJsonSync(join(folder, 'package.json')).bin.swop)
const budgets = new Budgets('start-up')
const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  await box.ok('sync')
})
afterAll(() => box.remove())

async function counts(
  command: readonly string[],
  of = folder,
): Promise<{ processes: number; files: number; bytes: number }> {
  const { processes, files, bytes } = await startUpOf(box, of, command)
  return { processes, files: files.length, bytes }
}

/** Renewed with room for a changed word; a package is ten times as much. */
function renewedOrExceeded(name: string, all: Awaited<ReturnType<typeof counts>>): string[] {
  if (!process.env.UPDATE_COUNTS) return budgets.exceeded(name, all)
  return budgets.renewedOrExceeded(name, { ...all, bytes: Math.ceil((all.bytes + 1024) / 2048) * 2048 })
}

const typed = [
  'env A --shell bash',
  'env off --shell bash',
  'env A --format json',
  'current',
  'init bash',
  'list',
  'status A',
  'bindings',
  'sync',
  'sync A',
  '--help',
  '--version',
  '',
]
describe('starting swop opens no more than it did', () => {
  it.each(typed)('swop %s', async (line) => {
    const words = line === '' ? [] : line.split(' ')
    expect(renewedOrExceeded(`swop ${line}`.trim(), await counts([program, ...words]))).toEqual([])
  })

  it("node's own way to print an env file: one file, no process", async () => {
    const command = [process.execPath, swopBin, 'env', 'A', '--shell', 'bash']
    const { files, processes } = await startUpOf(box, folder, command)
    expect([files.filter((path) => path.startsWith('dist/')), processes]).toEqual([['dist/bin.cjs'], 0])
    expect(renewedOrExceeded('bin.cjs env A', await counts(command))).toEqual([])
  })
})

// What the above would look like if it failed.
describe('the counts notice', () => {
  const copy = join(box.folder, 'package')
  const command = [process.execPath, join(copy, 'dist/bin.cjs'), 'env', 'A', '--shell', 'bash']
  beforeAll(() => {
    fs.copySync(join(folder, 'dist'), join(copy, 'dist'))
    fs.copySync(join(folder, 'package.json'), join(copy, 'package.json'))
  })
  const bin = join(copy, 'dist/bin.cjs')
  const original = fs.readFileSync(swopBin, 'utf8')
  const exceeded = async () => budgets.exceeded('bin.cjs env A', await counts(command, fs.realpathSync(copy)))

  it('nothing in a mere copy', async () => {
    fs.writeFileSync(bin, original)
    expect(await exceeded()).toEqual([])
  })

  it('that env loads another file', async () => {
    fs.writeFileSync(join(copy, 'dist/more.cjs'), '')
    fs.writeFileSync(bin, original.replace('\n', "\nrequire('./more.cjs');"))
    expect(await exceeded()).toContainEqual(expect.stringContaining('files'))
  })

  it('that env starts a process', async () => {
    fs.writeFileSync(bin, original.replace('\n', "\nrequire('child_process').spawnSync('true');"))
    expect(await exceeded()).toEqual([expect.stringContaining('processes')])
  })

  it.each(['zod/mini', 'fs-extra', 'smol-toml'])('that env imports %s, bundled', async (name) => {
    await build({
      stdin: {
        contents: `import * as more from ${JSON.stringify(name)}; import './bin.ts'; globalThis.more = more`,
        resolveDir: join(folder, 'src'),
        loader: 'ts',
      },
      outfile: bin,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['./cli.cjs', './plain-*.cjs'],
      define: { __SWOP_VERSION__: '""', __SWOP_BUILD__: '""', __SWOP_WRITER__: '""' },
      allowOverwrite: true,
      logLevel: 'silent',
    })
    expect(await exceeded()).toEqual([expect.stringContaining('bytes')])
  })
})
