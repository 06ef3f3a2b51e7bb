import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells } from '../support/shells.ts'

const box = new Sandbox()
beforeAll(async () => {
  await box.ok('add', 'A')
  for (let n = 0; n < 50; n++) fs.mkdirpSync(join(box.home, `project-${n}`, 'sub'))
  const bindings = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [join(box.home, `project-${n}`), 'A']),
  )
  fs.writeFileSync(join(box.root, 'bindings.json'), JSON.stringify({ version: 1, bindings }))
  await box.ok('sync')
})
afterAll(() => box.remove())

describe.each(functionShells)('with 50 bindings in $name', (shell) => {
  it('a cd and a prompt start no process', async () => {
    const file = join(box.folder, `trace-${shell.name}`)
    const cds = Array.from(
      { length: 10 },
      (_, n) => `cd ${join(box.home, `project-${n % 5}`, n % 2 ? 'sub' : '')}`,
    )
    const forks = async (lines: string[]) => {
      await typeInto(box, shell, lines, {
        under: `strace -f --seccomp-bpf -qq -e trace=clone,clone3,fork,vfork,execve -o ${file}`,
      })
      const calls = fs.readFileSync(file, 'utf8').split('\n')
      return calls.filter((line) => /(clone3?|v?fork|execve)\(/.test(line) && !line.includes('CLONE_THREAD'))
        .length
    }
    const without = await forks(['note start'])
    await box.ok('sync') // the shell's history file is new in the real home
    expect(await forks(['note start', ...cds, 'true'])).toBe(without)
  })
})
