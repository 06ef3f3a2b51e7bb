import { execa } from 'execa'
import fs from 'fs-extra'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'

const source = resolve(import.meta.dirname, '../..')
const box = new Sandbox()
// As nvm has it: node and what npm installs globally are below the home, and PATH has the real home's path.
const prefix = join(box.home, '.nvm/versions/node/v20')
const bin = join(prefix, 'bin')
const installed = join(prefix, 'lib/node_modules/swop')
const away = join(box.folder, 'away')
const env = { ...box.env, PATH: [bin, '/usr/bin', '/bin'].join(delimiter) }

interface Packed {
  filename: string
  size: number
  unpackedSize: number
  files: { path: string }[]
}
let packed: Packed

beforeAll(async () => {
  for (const folder of [bin, away]) fs.mkdirpSync(folder)
  fs.symlinkSync(process.execPath, join(bin, 'node'))
  // dist is built before the tests; `prepack` would build it again under those that run meanwhile.
  const npm = { env: { HOME: box.home, npm_config_cache: join(box.folder, 'npm') } }
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', box.folder]
  const { stdout } = await execa('npm', pack, { ...npm, cwd: source })
  packed = (JSON.parse(stdout) as Packed[])[0]!
  const install = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix]
  await execa('npm', [...install, join(box.folder, packed.filename)], { ...npm, cwd: away })
})
afterAll(() => box.remove())

/** Runs lines in bash, away from the source. */
async function typed(...lines: string[]) {
  const script = join(box.folder, 'script')
  fs.writeFileSync(script, lines.join('\n'))
  const { exitCode, stdout, stderr } = await execa('bash', ['--norc', script], {
    env,
    extendEnv: false,
    cwd: away,
    reject: false,
  })
  return { code: exitCode, stdout, stderr }
}

describe('the package', () => {
  it('is small, and has what swop runs on and nothing else', () => {
    expect(packed.size).toBeLessThan(500_000)
    const places = packed.files.map(({ path }) => path.replace(/\/.*/s, ''))
    expect([...new Set(places)].sort()).toEqual(['README.md', 'completions', 'dist', 'package.json'])
  })

  it('has its templates as functions: nothing compiles them at run time', () => {
    const texts = packed.files.map(({ path }) => fs.readFileSync(join(installed, path), 'utf8'))
    expect(texts.filter((text) => text.includes('openDelimiter'))).toEqual([])
    expect(texts.filter((text) => /<%[-=_#]/.test(text))).toEqual([])
  })

  it('runs nothing when it is installed, and needs no other package', () => {
    const { scripts, dependencies = {} } = fs.readJsonSync(join(installed, 'package.json'))
    expect(Object.keys(scripts).filter((name) => /install|^prepare$/.test(name))).toEqual([])
    expect(scripts.prepack).toContain('build')
    expect(dependencies).toEqual({})
  })

  it('knows nothing of the place that it was built in', () => {
    const files = packed.files.map(({ path }) => path)
    const telling = files.filter((path) => fs.readFileSync(join(installed, path), 'utf8').includes(source))
    expect(telling).toEqual([])
  })

  it('is started by sh, which answers without node what it can', async () => {
    expect(fs.realpathSync(join(bin, 'swop'))).toBe(join(installed, 'dist/swop'))
    expect(fs.readFileSync(join(bin, 'swop'), 'utf8')).toMatch(/^#!\/bin\/sh\n/)
    expect(fs.statSync(join(bin, 'swop')).mode & 0o111).toBe(0o111)
  })

  it('brings the manual', () => {
    expect(fs.readFileSync(join(prefix, 'share/man/man1/swop.1'), 'utf8')).toContain('.TH SWOP 1')
  })
})

describe('installed, away from the source', () => {
  it('tells its version and the build', async () => {
    const { version } = fs.readJsonSync(join(source, 'package.json'))
    const { stdout } = await typed('swop --version')
    expect(stdout).toMatch(/^\S+ \(([0-9a-f]{7,}( and changes)?, )?\d{4}-\d\d-\d\d\)$/)
    expect(stdout.split(' ')[0]).toBe(version)
  })

  it('adds and activates, also with the HOME of an account', async () => {
    const home = join(box.root, 'accounts/work/home')
    const lines = [
      'swop setup bash --yes >/dev/null 2>&1 && swop add work >/dev/null 2>&1 || exit',
      '( eval "$(swop env work)"; echo "$HOME"; swop current )',
      '. ~/.bashrc',
      'swop use work; echo "$HOME"; swop current; swop list >/dev/null; command swop status >/dev/null && swop off',
      'echo "$HOME"',
    ]
    expect(await typed(...lines)).toEqual({
      code: 0,
      stdout: [home, 'work', home, 'work', box.home].join('\n'),
      stderr: '',
    })
    expect(fs.readdirSync(join(box.root, 'shell/completions')).sort()).toEqual([
      '_swop',
      'swop.bash',
      'swop.fish',
    ])
  })
})

describe('node 18', () => {
  const packages = resolve(source, '.cache/node-18.20.8/node_modules') // by .dev/setup.sh
  const older = () => fs.readdirSync(packages).filter((name) => name.startsWith('node-'))[0] ?? ''
  const under = (...lines: string[]) =>
    typed(`PATH=${join(packages, older(), 'bin')}:$PATH`, 'node --version', ...lines)
  const says =
    /^swop: this is node 18\.20\.8 \(\/[^\n]*\/bin\/node\), and swop needs 20\.19 or later; install a newer node, or put one first on PATH$/

  it.each([
    ['swop list', 'v18.20.8\n1'],
    ['swop env nobody', 'v18.20.8\nfalse;\n1'],
    ['eval "$(swop env nobody)"', 'v18.20.8\n1'],
    [`. ${box.root}/shell/init.bash; swop list`, 'v18.20.8\n1'],
  ])('%s: is told what is needed, and fails', async (line, stdout) => {
    const result = await under(line, 'echo $?')
    expect(result).toEqual({ code: 0, stdout, stderr: expect.stringMatching(says) })
  })

  it('does not matter to functions that start no process', async () => {
    const lines = [
      'swop setup bash --yes >/dev/null 2>&1; swop add other >/dev/null 2>&1',
      '. ~/.bashrc',
      'swop use other',
    ]
    expect(
      await typed(
        ...lines,
        `PATH=${join(packages, older(), 'bin')}:$PATH`,
        'swop off; swop use other; echo $SWOP_ACCOUNT',
      ),
    ).toEqual({
      code: 0,
      stdout: 'other',
      stderr: '',
    })
  })
})

describe('a node that is too old', () => {
  const main = join(installed, 'dist/bin.cjs')
  const under = (version: string, ...words: string[]) => {
    const fake = join(box.folder, 'fake.cjs')
    fs.writeFileSync(
      fake,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
    )
    return execa(process.execPath, ['-r', fake, main, ...words], { env, extendEnv: false, reject: false })
  }

  it.each(['18.20.4', '20.18.3', '12.22.12'])(
    '%s is told what is needed, and eval fails',
    async (version) => {
      const { exitCode, stdout, stderr } = await under(version, 'env', 'work')
      expect([exitCode, stdout]).toEqual([1, 'false;'])
      expect(stderr).toMatch(
        new RegExp(
          `^swop: this is node ${version} \\(/.*\\), and swop needs 20\\.19 or later; install [^\\n]+$`,
        ),
      )
      expect((await under(version, 'list')).stdout).toBe('')
    },
  )

  it.each(['20.19.0', '22.0.0', '26.1.0'])('%s is not', async (version) => {
    expect((await under(version, '--version')).exitCode).toBe(0)
  })

  it('can read as much as it takes to say so', () => {
    const [shebang, ...rest] = fs.readFileSync(main, 'utf8').split('\n')
    expect(shebang).toBe('#!/usr/bin/env node')
    expect(fs.statSync(main).mode & 0o111).toBe(0o111)
    // The whole file is read first: nothing newer than node 12 may be in it.
    expect(rest.join('\n')).not.toMatch(/\?\?|\?\.[\w[(]|#\w+[=(]|\bstatic\s*\{|\|\|=|&&=/)
    expect(rest.findIndex((line) => line.includes('process.versions'))).toBeLessThan(
      rest.findIndex((line) => line.includes('require(')),
    )
  })
})
