import fs from 'fs-extra'
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { managedVariables, baselineFormat } from '../../src/env/variables.ts'
import { generatedFormat } from '../../src/shell/format.ts'

const src = join(import.meta.dirname, '../../src')
const files = fs
  .readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))

/** The rooms that a file of a room may import from; architecture.md, "Rooms". */
const allowed: Record<string, readonly string[]> = {
  platform: ['platform'],
  toml: ['toml'],
  codex: ['codex', 'toml', 'platform', 'accounts'],
  accounts: ['accounts', 'toml', 'platform'],
  env: ['env', 'accounts', 'codex', 'shell'],
  shell: ['shell', 'env', 'accounts', 'platform'],
  home: ['home', 'toml', 'shell', 'env', 'accounts', 'codex', 'platform'],
  verify: ['verify', 'ui', 'home', 'shell', 'env', 'accounts', 'codex', 'platform'],
  explain: ['explain', 'ui', 'env', 'accounts', 'codex', 'platform'],
  status: ['status', 'ui', 'home', 'shell', 'env', 'accounts', 'codex', 'platform'],
  checks: [
    'checks',
    'setup',
    'guard',
    'life',
    'status',
    'explain',
    'direnv',
    'home',
    'shell',
    'env',
    'accounts',
    'codex',
    'platform',
  ],
  ui: ['ui', 'home', 'accounts', 'platform'],
  direnv: ['direnv', 'accounts'],
  setup: ['setup', 'direnv', 'shell', 'accounts', 'codex', 'platform'],
  backups: ['backups', 'accounts', 'codex', 'platform'],
  life: ['life', 'backups', 'home', 'shell', 'env', 'accounts', 'codex', 'toml', 'platform'],
  guard: ['guard', 'toml', 'home', 'env', 'accounts', 'codex', 'platform'],
  usage: ['usage', 'env', 'accounts', 'codex', 'platform'],
  plain: ['plain', 'commands', 'ui', 'home', 'shell', 'accounts', 'platform'],
  commands: [
    'commands',
    'setup',
    'toml',
    'direnv',
    'checks',
    'life',
    'backups',
    'verify',
    'explain',
    'status',
    'usage',
    'guard',
    'ui',
    'home',
    'shell',
    'env',
    'accounts',
    'codex',
    'platform',
  ],
}

function imports(file: string): { from: string; isType: boolean }[] {
  const text = fs.readFileSync(join(src, file), 'utf8')
  return [...text.matchAll(/^import (type )?[^'"]*from '([^']+)'/gm)].map(([, type, from]) => ({
    from: from ?? '',
    isType: type !== undefined,
  }))
}

/** Of `swop verify --trace`: what runs codex and looks at the machine; the rest decides. */
const tracing = /\/(trace|observe|watch|machine|ground|daemons|compare-files)\.ts$/

const room = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')

describe('the house', () => {
  it.each(files.filter((file) => room(file) !== ''))('%s imports along the arrows', (file) => {
    const own = room(file)
    for (const { from } of imports(file).filter((each) => each.from.startsWith('.'))) {
      expect(allowed[own]).toContain(room(relative(src, join(src, file, '..', from))))
    }
  })

  it.each(
    files.filter((file) => !/^(platform|verify)\//.test(file) && !['bin.ts', 'ui/print.ts'].includes(file)),
  )('%s writes to disk by platform/ only', (file) => {
    const text = fs.readFileSync(join(src, file), 'utf8')
    expect(text).not.toMatch(
      /\b(write(File)?|append(File)?|rename|unlink|mkdir|symlink|link|rm|rmdir|chmod|utimes|copy|remove|move|output(File)?)Sync\(|fs\.promises/,
    )
  })

  it.each(
    files.filter(
      (file) =>
        /(plan|dialects|bridge|shared-entry|step|baseline|variables|share-map)/.test(file) ||
        file.startsWith('toml/') ||
        /^(setup\/(block|diff|rc-code|rc-files|record)|explain\/(explain|mask|rows|warnings|report)|codex\/(isolation|versions|config|config-paths|environment|guard-profile|login|auth-json|claims)|checks\/(report|shell-answers)|accounts\/nearest|guard\/(state|report)|status\/(facts|verdicts|rows|report|json|span|overview)|usage\/(usage|report|rows|words|best))\.ts$/.test(
          file,
        ) ||
        (file.startsWith('verify/trace/') && !tracing.test(file)),
    ),
  )('%s decides, and does no I/O', (file) => {
    for (const { from, isType } of imports(file)) {
      if (!isType)
        expect(from).not.toMatch(/^(node:)?(fs|child_process|os|net|http)\b|fs-extra|execa|platform\/files/)
    }
  })

  it('prints an env file without a single package', () => {
    const bin = fs.readFileSync(join(src, '../dist/bin.cjs'), 'utf8')
    const required = [...bin.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)
    expect([...new Set(required)].sort()).toEqual([
      './cli.cjs',
      './plain-list.cjs',
      './plain-sync.cjs',
      'fs',
      'node:child_process',
      'path',
    ])
  })

  // Generated files of an older format are generated again; those that only look alike are not.
  it('has raised the format of generated files since the templates or completions last changed', () => {
    const hash = createHash('sha256').update(JSON.stringify([managedVariables, baselineFormat]))
    for (const folder of ['templates', 'completions'].map((name) => join(src, '..', name)))
      for (const name of fs.readdirSync(folder).sort())
        hash.update(name).update(fs.readFileSync(join(folder, name)))
    expect([generatedFormat, hash.digest('hex').slice(0, 16)]).toMatchInlineSnapshot(`
      [
        8,
        "c59c2f274ec144c1",
      ]
    `)
  })
})
