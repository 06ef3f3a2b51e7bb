import fs from 'fs-extra'
import { join } from 'node:path'
import { initFile, type TestShell } from '../support/shells.ts'
import { timeInShell } from './loops.ts'
import type { Row } from './row.ts'
import type { Sandbox } from '../support/sandbox.ts'

/** Makes folders like those of a consultant, 50 of them bound. */
export async function bindFolders(box: Sandbox, account: string): Promise<void> {
  const bindings: Record<string, string> = {}
  for (let number = 0; number < 50; number++) {
    const folder = join(box.home, 'clients', `client-${number}`)
    fs.mkdirpSync(join(folder, 'sub'))
    bindings[folder] = account
  }
  fs.mkdirpSync(join(box.home, 'private', 'one'))
  fs.mkdirpSync(join(box.home, 'private', 'two'))
  fs.writeFileSync(join(box.root, 'bindings.json'), JSON.stringify({ version: 1, bindings }))
  await box.ok('sync')
}

/** What a prompt costs, and what a `cd` costs beyond what the shell's own costs, with 50 bindings. */
export async function hookCosts(box: Sandbox, shell: TestShell): Promise<Row[]> {
  const cd = (folder: string) => `builtin cd ${shell.quote(join(box.home, folder))}`
  const there = {
    outside: ['private/one', 'private/two'],
    inside: ['clients/client-30', 'clients/client-30/sub'],
  }
  // bash goes by the folder at the prompt, zsh and fish at the cd.
  const prompt = shell.name === 'bash' ? '; __swop_prompt' : ''
  const pairs = Object.entries(there).map(([name, folders]): [string, string] => [
    name,
    folders.map((folder) => `${cd(folder)}${prompt}`).join('; '),
  ])
  const load = shell.source(initFile(box, shell))
  const plain = await timeInShell(
    box,
    shell,
    [cd('private')],
    Object.fromEntries(Object.entries(there).map(([name, folders]) => [name, folders.map(cd).join('; ')])),
  )
  const outside = await timeInShell(box, shell, [load, cd('private'), '__swop_prompt'], {
    prompt: '__swop_prompt',
    ...Object.fromEntries(pairs.slice(0, 1)),
  })
  const inside = await timeInShell(
    box,
    shell,
    [load, cd('clients/client-30'), '__swop_prompt'],
    Object.fromEntries(pairs.slice(1)),
  )
  const extra = (name: 'outside' | 'inside', costs: Record<string, number>) =>
    ((costs[name] ?? Number.NaN) - (plain[name] ?? Number.NaN)) / 2
  return [
    { what: 'prompt', shell: shell.name, cost: outside['prompt'] ?? Number.NaN, budget: 10 },
    { what: 'cd outside of bound folders', shell: shell.name, cost: extra('outside', outside), budget: 50 },
    { what: 'cd within a bound folder', shell: shell.name, cost: extra('inside', inside), budget: 50 },
  ]
}
