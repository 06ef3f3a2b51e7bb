import { build, type Plugin } from 'esbuild'
import fs from 'fs-extra'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import type * as Ps from '../../src/verify/ps.ts'

const script: string = '../../.dev/later.mjs' // without types
const { loadedLater } = (await import(script)) as { loadedLater: Plugin }
const box = new Sandbox()
afterAll(() => box.remove())

/** A file of src as it is bundled. */
async function bundled<Module>(file: string): Promise<{ module: Module; text: string }> {
  const outfile = join(box.folder, file.replace(/.*\//, '').replace('.ts', '.cjs'))
  const entryPoints = [join(import.meta.dirname, '../../src', file)]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', plugins: [loadedLater] })
  const module = ((await import(pathToFileURL(outfile).href)) as { default: Module }).default
  return { module, text: fs.readFileSync(outfile, 'utf8') }
}

it('a module that is loaded later is not loaded with the file that imports it', async () => {
  const { module, text } = await bundled<{ newSalt: () => string }>('accounts/store.ts')
  expect(text).not.toMatch(/^var .*= require\("node:crypto"\)/m)
  expect(module.newSalt()).toMatch(/^[0-9a-f]{32}$/)
})

// node's own execFile tells promisify what to give; one that is called through another function does not.
it('the processes of macOS are found by a bundle, too', async () => {
  const { module } = await bundled<typeof Ps>('verify/ps.ts')
  const { processes } = await module.psClient({ clientPort: 1, serverPort: 2 })
  expect(processes.has(process.pid)).toBe(true)
})
