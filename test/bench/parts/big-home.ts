import { execa } from 'execa'
import { join } from 'node:path'
import { nodeFloor } from '../floor.ts'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import type { Sandbox } from '../../support/sandbox.ts'
import type { Part, Row } from '../row.ts'

/** A sync that has nothing to do, in a home where there is much to look at. */
export const bigHome: Part = {
  name: 'big-home',
  prepare: async () => {
    const box = await makeGround({ accounts: 50, entries: 2000, home: 5000 })
    return {
      ground: '50 accounts, 2,000 entries in `.codex` and 5,000 in HOME; nothing to do',
      measure: () => bigHomeRows(box),
    }
  },
}

async function bigHomeRows(box: Sandbox): Promise<Row[]> {
  const only = (...folders: string[]) =>
    `node -e 'for (const each of [${folders.map((each) => `"${each}"`).join(', ')}]) fs.readdirSync(each, { withFileTypes: true })'`
  const base = ['', '.codex'].map((each) => join(box.home, each))
  const folders = [...base, box.account('a10', 'home'), box.account('a10', 'home/.codex')]
  const usual = only('..', '../.codex', 'accounts/a10/home', 'accounts/a10/home/.codex')
  const one = { node: { command: nodeFloor.command }, reads: { command: only(...folders) } }
  const costs = await timeCommands(
    box,
    { ...one, sync: { command: 'swop sync a10' } },
    { rounds: 3, runs: 3 },
  )
  const { all } = await timeCommands(
    box,
    { all: { command: 'swop sync' } },
    { rounds: 1, runs: 3, warmup: 0 },
  )
  const node = { what: nodeFloor.what, cost: costs.node }
  return [
    {
      what: '`swop sync`, all accounts',
      shell: '',
      cost: all,
      unit: 'µs',
      against: node,
      budget: { under: 500_000 },
      command: hyperfineText('swop sync'),
    },
    {
      what: '`swop sync a10`',
      shell: '',
      cost: costs.sync,
      unit: 'µs',
      against: { what: "node that only reads the account's folders", cost: costs.reads },
      budget: { times: 1.5 },
      command: hyperfineText(usual, 'swop sync a10'),
    },
    {
      what: '`swop sync`, memory at its most',
      shell: '',
      cost: await memoryOf(box, ['swop', 'sync']),
      unit: 'MB',
      budget: { under: 150 },
      command: "command time -f '%M KB' swop sync",
    },
  ]
}

async function memoryOf(box: Sandbox, command: readonly string[]): Promise<number> {
  const { stderr } = await execa('time', ['-f', '%M', ...command], {
    env: box.env,
    extendEnv: false,
    stdin: 'ignore',
  })
  return Number(stderr.trim().split('\n').at(-1)) / 1000
}
