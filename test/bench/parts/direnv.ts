import fs from 'fs-extra'
import { join } from 'node:path'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import { processesStarted } from '../started.ts'
import type { Sandbox } from '../../support/sandbox.ts'
import type { Part, Row } from '../row.ts'

/** What `use swop` adds to an .envrc, each time that direnv evaluates it. */
export const direnv: Part = {
  name: 'direnv',
  prepare: async () => {
    const box = await makeGround()
    await box.ok('direnv', 'install')
    await box.ok('sync', '--quiet')
    const folders = { empty: join(box.home, 'empty'), swop: join(box.home, 'with-swop') }
    for (const [name, folder] of Object.entries(folders)) {
      fs.mkdirpSync(folder)
      fs.writeFileSync(join(folder, '.envrc'), name === 'swop' ? 'use swop a10\n' : '')
      // oxlint-disable-next-line no-await-in-loop -- both write one list
      await box.run('direnv', ['allow', folder])
    }
    await box.ok('sync', '--quiet') // the two folders are new in the home
    return {
      ground: '50 accounts; processes beyond those of an empty `.envrc`',
      measure: () => direnvRows(box, folders),
    }
  },
}

async function direnvRows(box: Sandbox, folders: { empty: string; swop: string }): Promise<Row[]> {
  const command = 'direnv export bash'
  const costs = await timeCommands(
    box,
    { empty: { command, cwd: folders.empty }, swop: { command, cwd: folders.swop } },
    { rounds: 20, runs: 5 },
  )
  const started = {
    empty: await processesStarted(box, command.split(' '), folders.empty),
    swop: await processesStarted(box, command.split(' '), folders.swop),
  }
  return [
    {
      what: '`.envrc` with `use swop`',
      shell: '',
      cost: costs.swop,
      unit: 'µs',
      against: { what: 'an empty `.envrc`', cost: costs.empty },
      processes: started.swop - started.empty,
      budget: { times: 1.25 },
      command: `${hyperfineText(command)}  # once in each folder`,
    },
  ]
}
