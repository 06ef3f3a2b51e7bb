import { join } from 'node:path'
import { functionShells, initFile, type TestShell } from '../../support/shells.ts'
import { eachInTurn } from '../turns.ts'
import { makeGround } from '../ground.ts'
import { timeInShell } from '../loops.ts'
import { loopText } from '../loop-text.ts'
import type { Part, Row } from '../row.ts'
import type { Sandbox } from '../../support/sandbox.ts'

/** What a prompt costs, and what a `cd` costs beyond what the shell's own costs. */
export const hooks: Part = {
  name: 'hooks',
  prepare: async () => {
    const box = await makeGround({ accounts: 50, bindings: 50 })
    const levels = box.home.split('/').length - 1
    const measure = () => eachInTurn(functionShells, (shell) => hookRows(box, shell))
    return { ground: `50 bindings, in a home that is ${levels} folders deep`, measure }
  },
}

const there = {
  outside: { what: '`cd` outside of bound folders', folders: ['private/one', 'private/two'] },
  inside: { what: '`cd` within a bound folder', folders: ['clients/client-30', 'clients/client-30/sub'] },
}

/** The costs of a shell's hooks; the ground has `clients/client-30/sub` bound, and `private`. */
export async function hookRows(box: Sandbox, shell: TestShell): Promise<Row[]> {
  const cd = (folder: string) => `builtin cd ${shell.quote(join(box.home, folder))}`
  // bash goes by the folder at the prompt, zsh and fish at the cd.
  const prompt = shell.name === 'bash' ? '; __swop_prompt' : ''
  const load = shell.source(initFile(box, shell))
  const { outside, inside } = there
  const both = ({ folders }: { folders: string[] }, then: string) =>
    folders.map((folder) => `${cd(folder)}${then}`).join('; ')
  const plain = await timeInShell(box, shell, [cd('private')], {
    outside: both(outside, ''),
    inside: both(inside, ''),
  })
  const without = await timeInShell(box, shell, [load, cd('private'), '__swop_prompt'], {
    prompt: '__swop_prompt',
    outside: both(outside, prompt),
  })
  const within = await timeInShell(box, shell, [load, cd('clients/client-30'), '__swop_prompt'], {
    inside: both(inside, prompt),
  })
  const cost = (costs: Record<string, number>, name: string) => costs[name] ?? Number.NaN
  const row = (name: 'outside' | 'inside', costs: Record<string, number>): Row => ({
    what: there[name].what,
    shell: shell.name,
    cost: cost(costs, name) / 2,
    unit: 'µs',
    against: { what: "the shell's own `cd`", cost: cost(plain, name) / 2 },
    budget: { more: 50 },
    command: loopText(shell, there[name].folders.map((folder) => `cd ~/${folder}${prompt}`).join('; ')),
  })
  return [
    {
      what: 'a prompt',
      shell: shell.name,
      cost: cost(without, 'prompt'),
      unit: 'µs',
      budget: { under: 10 },
      command: loopText(shell, '__swop_prompt'),
    },
    row('outside', without),
    row('inside', within),
  ]
}
