import { functionShells, initFile, type TestShell } from '../../support/shells.ts'
import { processesOf } from '../../support/trace.ts'
import { eachInTurn } from '../turns.ts'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import type { Part, Row } from '../row.ts'
import type { Sandbox } from '../../support/sandbox.ts'

/** What the line in the rc file adds to the start of a shell. */
export const load: Part = {
  name: 'load',
  prepare: async () => {
    const box = await makeGround()
    const measure = () => eachInTurn(functionShells, async (shell) => [await loadRow(box, shell)])
    return { ground: '50 accounts, an interactive shell that reads no other file', measure }
  },
}

async function loadRow(box: Sandbox, shell: TestShell): Promise<Row> {
  const start = `${shell.command.join(' ')} -i -c`
  const line = `source ${initFile(box, shell)}`
  const options = shell.name === 'fish' ? { rounds: 4, runs: 6 } : { rounds: 10, runs: 10 }
  const { empty, loaded } = await timeCommands(
    box,
    { empty: { command: `${start} :` }, loaded: { command: `${start} '${line}'` } },
    options,
  )
  const { calls } = await processesOf(box, shell, [], [line])
  const usual = line.replace(box.home, '~')
  return {
    what: 'the functions loaded',
    shell: shell.name,
    cost: loaded,
    unit: 'µs',
    against: { what: 'an empty shell', cost: empty },
    processes: calls.length,
    budget: { more: 300, processes: 0 },
    command: hyperfineText(`${start} :`, `${start} '${usual}'`),
  }
}
