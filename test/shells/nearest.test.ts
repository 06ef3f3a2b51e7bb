import fc from 'fast-check'
import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Binding } from '../../src/accounts/bindings.ts'
import { realHomeOf } from '../../src/accounts/real-home.ts'
import { shellFile } from '../../src/accounts/layout.ts'
import { startFiles } from '../../src/shell/start.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, runScript, zsh } from '../support/shells.ts'

const box = new Sandbox()
afterAll(() => box.remove())

const part = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'ab',
    'a b',
    "it's",
    '*',
    '?',
    '[a]',
    ']',
    '$(x)',
    '`x`',
    '"',
    '\\',
    '-n',
    '!',
    '~',
    '(r)',
  ),
  fc.constantFrom('é', '(|a)', 'a\nb', '{a,b}', '@', '#', '%', '.', '^a', '$'),
)
const path = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`)

/** The longest bound folder that the path is in: what the shells must find. */
function nearest(folders: readonly string[], here: string): string {
  const fitting = folders.filter((folder) => folder === '/' || `${here}/`.startsWith(`${folder}/`))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? ''
}

const real = realHomeOf({ HOME: '/home' })
const start = (bindings: Binding[]) => ({ fallback: '', bindings, accounts: '/root/accounts', real })

const variants = [
  { name: 'bash, by a map', shell: bash, file: 'start-map' },
  { name: 'bash before 4.2, by case', shell: bash, file: 'start-case' },
  { name: 'zsh', shell: zsh, file: 'start' },
  { name: 'fish', shell: fish, file: 'start' },
] as const

describe.each(variants)('$name', ({ shell, file }) => {
  it('finds the nearest bound folder, whatever the names', async () => {
    const cases = fc.sample(
      fc.tuple(fc.uniqueArray(path, { maxLength: 6 }), fc.array(path, { minLength: 8 })),
      {
        numRuns: 60,
        seed: 7,
      },
    )
    const lines: string[] = []
    const expected: string[] = []
    for (const [number, [folders, others]] of cases.entries()) {
      const root = join(box.folder, `${shell.name}-${file}-${number}`)
      const bindings = folders
        .map((folder, index) => ({ folder, account: `A${index}` }))
        .sort((a, b) => b.folder.length - a.folder.length)
      for (const [place, text] of startFiles(root, start(bindings))) fs.outputFileSync(place, text)
      lines.push(shell.source(shellFile(root, file, shell.name as 'bash')))
      for (const here of [...others, ...folders.map((folder) => join(folder, 'x')), ...folders]) {
        const found = nearest(folders, here)
        const account = bindings.find(({ folder }) => folder === found)?.account ?? ''
        expected.push(`<${found === '' || found === '/' ? found : `${found}/`}> ${account}`)
        const argument = here === '/' ? '' : here
        lines.push(
          shell === fish
            ? `__swop_binding_of ${shell.quote(`${argument}/`)}; set -l i (contains -i -- "$__swop_bound" $__swop_bound_folders); echo "<$__swop_bound> $__swop_bound_accounts[$i]"`
            : `__swop_binding_of ${shell.quote(argument)}; printf '%s\\n' "<$__swop_bound> $__swop_bound_account"`,
        )
      }
    }
    const { stdout, stderr } = await runScript(box, shell, lines)
    expect(stderr).toBe('')
    expect(
      stdout.split('\n<').map((each, index) => (index === 0 ? each : `<${each}`).replace(/\n$/, '')),
    ).toEqual(expected)
  })
})
