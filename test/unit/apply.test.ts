import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applySteps } from '../../src/home/apply.ts'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeAll(() => void (box = new Sandbox()))
afterAll(() => box.remove())

it.each([
  ['what it was read as', 'old', 'old', 'new'],
  ['something else by now', 'older', 'old', 'old'],
  ['gone by now', 'old', undefined, undefined],
  ['nothing, as it was', null, undefined, 'new'],
  ['new by now', null, 'old', 'old'],
] as const)(
  'a file that codex writes as well is written over only as it was read: %s',
  (_, over, before, after) => {
    const path = join(box.home, 'config.toml')
    fs.removeSync(path)
    if (before !== undefined) fs.writeFileSync(path, before)
    const step = {
      path,
      why: '',
      outcome: 'change' as const,
      actions: [{ do: 'write' as const, path, text: 'new', over }],
    }
    const [outcome] = applySteps([step], join(box.folder, 'backups'))
    expect(fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : undefined).toBe(after)
    expect(outcome?.failure?.message).toBe(after === 'new' ? undefined : `${path} has changed meanwhile`)
  },
)
