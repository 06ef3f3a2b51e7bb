import { join } from 'node:path'
import { expect } from 'vitest'
import { dumped, initFile, runScript, type TestShell } from './shells.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * Goes from account to account, by the functions and by eval, in a shell that its user has made inhospitable.
 * @param box with an overlay account A and a codex account B
 * @param hostile statements that do so, before the functions are loaded
 * @param quiet whether nothing may be on stderr
 */
export async function surviveIn(
  box: Sandbox,
  shell: TestShell,
  hostile: readonly string[],
  { quiet = true } = {},
): Promise<void> {
  const dump = (name: string) => String.raw`\command /usr/bin/env -0 >| '${join(box.folder, name)}'`
  // What `swop env` would print, without a start of node for each of some hundred shells.
  const text = (...files: string[]) =>
    `\\builtin eval "$(/usr/bin/cat ${files.map((file) => `${file}.${shell.dialect}`).join(' ')})"`
  const [save, off] = [join(box.root, 'shell/save'), join(box.root, 'shell/off')]
  const script = [
    'export CODEX_API_KEY=sk-user PATH=$PATH',
    'set -- one "two words"',
    ...hostile,
    `\\builtin source '${initFile(box, shell)}'`,
    dump('start'),
    'swop use A',
    dump('A'),
    'swop use B',
    'swop use -',
    'swop use B',
    dump('B'),
    text(save, box.account('A', 'env')),
    dump('eval A'),
    'swop off',
    dump('end'),
    text(save, box.account('A', 'env')),
    text(save, box.account('B', 'env')),
    text(off),
    dump('eval end'),
    String.raw`\builtin printf '%s,' "$@"`,
  ]
  const { code, stdout, stderr } = await runScript(box, shell, script)
  expect({ code, stdout, stderr: quiet ? stderr : '' }).toEqual({
    code: 0,
    stdout: 'one,two words,',
    stderr: '',
  })
  for (const name of ['A', 'eval A']) {
    expect(dumped(box, name)).toMatchObject({ SWOP_ACCOUNT: 'A', HOME: box.account('A', 'home') })
    expect(dumped(box, name)).not.toHaveProperty('CODEX_API_KEY')
  }
  expect(dumped(box, 'B')).toMatchObject({ SWOP_ACCOUNT: 'B', HOME: box.home })
  expect(dumped(box, 'end')).toEqual(dumped(box, 'start'))
  expect(dumped(box, 'eval end')).toEqual(dumped(box, 'start'))
}
