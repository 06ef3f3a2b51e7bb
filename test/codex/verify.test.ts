import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { codexCommand } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'

const box = new Sandbox()
afterAll(() => box.remove())

describe('swop verify with the real codex', () => {
  it('finds all as promised in every shell, and removes what it made', async () => {
    fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
    box.write('.cache/kept', '')
    const { code, stdout, stderr } = await box.swop(['verify', '--json'])
    const report = JSON.parse(stdout) as {
      ok: boolean
      findings: string[]
      codex: { version: string }
      runs: unknown[]
    }
    expect([code, stderr, report.ok, report.findings]).toEqual([0, '', true, []])
    const { stdout: version } = await box.run(codexCommand, ['--version'])
    expect(version).toContain(report.codex.version)
    expect(report.runs).toHaveLength(28) // 3 shells by eval and by functions, sh by eval, 2 accounts, 2 runs each
    expect(stdout).not.toMatch(/sk-/)
    expect(fs.readdirSync(join(box.home, '.cache'))).toEqual(['kept'])
    expect(fs.existsSync(box.root)).toBe(false)
  })

  it('says in one line that codex is not on PATH, and makes nothing', async () => {
    const empty = join(box.folder, 'empty')
    fs.mkdirpSync(empty)
    const { code, stdout, stderr } = await box.swop(['verify'], { PATH: empty })
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/^swop: codex is not on PATH; [^\n]+\n$/),
    ])
    expect(fs.readdirSync(join(box.home, '.cache'))).toEqual(['kept'])
  })
})
