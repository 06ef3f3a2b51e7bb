import { z } from 'zod/mini'
import { nodeFloor } from '../floor.ts'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import type { Part, Row } from '../row.ts'
import { processesStarted } from '../started.ts'
import type { Sandbox } from '../../support/sandbox.ts'

const commands = {
  env: { words: 'env a10 --shell bash', budget: 1.05 },
  current: { words: 'current', budget: 3 },
  init: { words: 'init bash', budget: 3 },
  help: { words: '--help', budget: 3 },
  list: { words: 'list', budget: 3 },
  sync: { words: 'sync a10', budget: 3.5 },
  syncAll: { words: 'sync', budget: 3.5 },
}

/** What is typed, and what scripts wait for: the command that npm puts on PATH. */
export const commandsPart: Part = {
  name: 'commands',
  prepare: async () => {
    const box = await makeGround()
    return { ground: '50 accounts, 60 entries in `.codex`', measure: () => commandRows(box) }
  },
}

async function commandRows(box: Sandbox): Promise<Row[]> {
  const active = z
    .record(z.string(), z.nullable(z.string()))
    .parse(JSON.parse(await box.ok('env', 'a10', '--format', 'json')))
  const env = Object.fromEntries(
    Object.entries(active).filter((pair): pair is [string, string] => pair[1] !== null),
  )
  const timed = Object.fromEntries(
    Object.entries(commands).map(([name, { words }]) => [
      name,
      { command: `swop ${words}`, env: name === 'current' ? env : {} },
    ]),
  )
  const { node = Number.NaN, ...costs }: Record<string, number> = await timeCommands(
    box,
    { node: { command: nodeFloor.command }, ...timed },
    { rounds: 4, runs: 4 },
  )
  const rows: Row[] = []
  for (const [name, { words, budget }] of Object.entries(commands)) {
    rows.push({
      what: `\`swop ${words}\`${name === 'sync' || name === 'syncAll' ? ', nothing to do' : ''}`,
      shell: '',
      cost: costs[name] ?? Number.NaN,
      unit: 'µs',
      against: { what: nodeFloor.what, cost: node },
      // oxlint-disable-next-line no-await-in-loop -- all would write the same log
      processes: await processesStarted(box, ['swop', ...words.split(' ')]),
      budget: { times: budget },
      command: hyperfineText(nodeFloor.command, `swop ${words}`),
    })
  }
  return rows
}
