import { codexCommand } from '../../support/codex.ts'
import fs from 'fs-extra'
import { join } from 'node:path'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import type { Sandbox } from '../../support/sandbox.ts'
import type { Part, Row } from '../row.ts'

/** The proof that accounts stay apart is run before and after each change of codex: nobody should have to wait for it. */
export const verify: Part = {
  name: 'verify',
  prepare: async () => {
    const box = await makeGround({ accounts: 1 })
    fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
    return {
      ground: 'the real codex, in two throw-away accounts and four shells; one run',
      measure: () => verifyRows(box),
    }
  },
}

async function verifyRows(box: Sandbox): Promise<Row[]> {
  const { cost } = await timeCommands(
    box,
    { cost: { command: 'swop verify' } },
    { rounds: 1, runs: 1, warmup: 0 },
  )
  return [
    {
      what: '`swop verify`',
      shell: '',
      cost,
      unit: 'µs',
      budget: { under: 10_000_000 },
      command: hyperfineText('swop verify').replace('-w 3', '-r 1'),
    },
  ]
}
