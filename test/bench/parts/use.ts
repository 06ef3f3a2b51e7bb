import { functionShells, initFile, type TestShell } from '../../support/shells.ts'
import { processesOf } from '../../support/trace.ts'
import { nodeFloor, timeNode } from '../floor.ts'
import { eachInTurn } from '../turns.ts'
import { makeGround } from '../ground.ts'
import { timeInShell } from '../loops.ts'
import { loopText } from '../loop-text.ts'
import type { Part, Row } from '../row.ts'
import type { Sandbox } from '../../support/sandbox.ts'

/** `swop use`, with its look for drift: no process, and next to nothing of node's start. */
export const use: Part = {
  name: 'use',
  prepare: async () => {
    const box = await makeGround()
    const measure = () => eachInTurn(functionShells, (shell) => useRows(box, shell))
    return { ground: '50 accounts, 60 entries in `.codex`; the look for drift included', measure }
  },
}

const kinds = {
  switch: { what: '`swop use`, another account', statement: 'swop use a10; swop use a11', uses: 2 },
  same: { what: '`swop use`, the same account', statement: 'swop use a11', uses: 1 },
  off: { what: '`swop use`, and `swop off`', statement: 'swop use a10; swop off', uses: 1 },
}

/** What `swop use` costs in a shell, held against node's start before and after. */
export async function useRows(box: Sandbox, shell: TestShell): Promise<Row[]> {
  const load = [shell.source(initFile(box, shell)), 'swop use a10', 'swop use a11']
  const { off, ...others } = Object.fromEntries(
    Object.entries(kinds).map(([name, { statement }]) => [name, statement]),
  )
  const before = await timeNode(box)
  // Apart: behind `swop off` the first use of the next round would be one from nothing, which is not what that row says.
  const costs = {
    ...(await timeInShell(box, shell, load, others, 50)),
    ...(await timeInShell(box, shell, load, { off: off ?? '' }, 10)),
  }
  // The faster one: what else the machine does must not make `use` look good.
  const node = Math.min(before, await timeNode(box))
  const rows: Row[] = []
  for (const [name, { what, statement, uses }] of Object.entries(kinds)) {
    // oxlint-disable-next-line no-await-in-loop -- both would write the same log
    const { calls } = await processesOf(box, shell, load, [statement])
    rows.push({
      what,
      shell: shell.name,
      cost: (costs[name] ?? Number.NaN) / uses,
      unit: 'µs',
      against: { what: nodeFloor.what, cost: node },
      processes: calls.length,
      ...(name === 'off' ? {} : { budget: { times: 0.01, processes: 0 } }),
      command: loopText(shell, statement),
    })
  }
  return rows
}
