import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Sandbox, swopBin } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(() => {
  box = new Sandbox()
})
afterEach(() => box.remove())

/** Under strace: a look at the git configuration that may be there, the how many-th, fails. */
async function syncWithFault(look: number): Promise<boolean> {
  const log = join(box.folder, 'calls')
  const only = [
    '-P',
    join(box.home, '.gitconfig'),
    '-e',
    'trace=statx',
    '-e',
    `inject=statx:error=EIO:when=${look}`,
  ]
  await box.run('strace', ['-qq', '-o', log, ...only, process.execPath, swopBin, 'sync', 'a'])
  return fs.readFileSync(log, 'utf8').includes('(INJECTED)')
}

/** What shells read of the account, without the paths of this sandbox. */
function written(): { named: string | undefined; present: string[]; absent: string[] } {
  const texts = fs.readFileSync(box.account('a', 'use.bash'), 'utf8')
  const { absent } = fs.readJsonSync(box.account('a', 'drift.json')) as { absent: string[] }
  return {
    named: /learned-[0-9a-f]+/.exec(texts)?.[0],
    present: fs.readdirSync(box.account('a')).filter((name) => name.startsWith('learned-')),
    absent: absent.map((path) => path.slice(box.home.length)),
  }
}

it('a look that fails leaves nothing else behind, once the next one does not', async () => {
  await box.ok('add', 'a')
  const right = written()
  expect(right.present).toEqual([right.named])
  for (let look = 1; ; look++) {
    fs.removeSync(box.account('a', 'state'))
    fs.removeSync(join(box.home, '.cache'))
    // oxlint-disable-next-line no-await-in-loop -- each begins where the one before ended
    const hit = await syncWithFault(look)
    // oxlint-disable-next-line no-await-in-loop
    await box.ok('sync', 'a')
    expect({ look, ...written() }).toEqual({ look, ...right })
    if (!hit) {
      expect(look).toBeGreaterThan(4)
      return
    }
  }
}, 120_000)
