import { functionShells } from '../../support/shells.ts'
import { makeGround, type Size } from '../ground.ts'
import { eachInTurn } from '../turns.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import { hookRows } from './hooks.ts'
import { tabRows } from './tab.ts'
import { useRows } from './use.ts'
import type { Sandbox } from '../../support/sandbox.ts'
import type { Part, Row } from '../row.ts'

// Of all accounts twelve have a bridged HOME: with 500 of them the bridges would be five million links.
const small: Size = { accounts: 50, overlays: 12, bindings: 500, home: 1000, history: 100_000 }
const large: Size = { accounts: 500, overlays: 12, bindings: 5000, home: 10_000, history: 1_000_000 }

/** What grows where there is ten times as much of everything. */
export const scale: Part = {
  name: 'scale',
  long: true,
  prepare: async () => {
    const [tenth, whole] = [await makeGround(small), await makeGround(large)]
    return {
      ground:
        '500 accounts, 5,000 bindings, 10,000 entries in HOME and histories of a million lines, against a tenth of each',
      measure: () => scaleRows(tenth, whole),
    }
  },
}

async function scaleRows(tenth: Sandbox, whole: Sandbox): Promise<Row[]> {
  const before = await measured(tenth)
  const after = await measured(whole)
  return after.map((row, index): Row => {
    const { against: _, budget: __, ...rest } = row
    const cost = before[index]?.cost ?? Number.NaN
    const budget = limits[row.what]
    return {
      ...rest,
      against: { what: 'a tenth of it', cost },
      ...(budget === undefined ? {} : { budget: { times: budget } }),
    }
  })
}

/** How much more it may be with ten times as much; what is not here may grow as it does. */
const limits: Record<string, number> = {
  '`swop use`, another account': 1.5,
  '`swop use`, the same account': 1.5,
  'a prompt': 1.5,
  '`swop sync a10`, nothing to do': 11,
  '`swop sync`, nothing to do': 11,
  '`swop list`': 10,
}

async function measured(box: Sandbox): Promise<Row[]> {
  const rows = await eachInTurn(functionShells, async (shell) => [
    ...(await useRows(box, shell)),
    ...(await hookRows(box, shell)),
  ])
  rows.push(...(await tabRows(box)).filter(({ budget }) => budget)) // fish's once
  const costs = await timeCommands(
    box,
    {
      '`swop env a10`': { command: 'swop env a10 --shell bash' },
      '`swop list`': { command: 'swop list' },
      '`swop sync a10`, nothing to do': { command: 'swop sync a10' },
      '`swop sync`, nothing to do': { command: 'swop sync' },
    },
    { rounds: 1, runs: 3 },
  )
  for (const [what, cost] of Object.entries(costs)) {
    const command = what.replace(/^`(.*)`.*$/, '$1')
    rows.push({ what, shell: '', cost, unit: 'µs', command: hyperfineText(command) })
  }
  return rows
}
