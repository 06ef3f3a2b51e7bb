import fs from 'fs-extra'
import { join } from 'node:path'
import { nodeFloor } from '../floor.ts'
import { makeGround } from '../ground.ts'
import { hyperfineText, timeCommands } from '../hyperfine.ts'
import { peerTools } from '../peer-tools.ts'
import { processesStarted } from '../started.ts'
import type { Sandbox } from '../../support/sandbox.ts'
import type { Part, Row } from '../row.ts'

/** What is run, by which program, and when. */
const asked = [
  { tool: 'swop', command: 'swop init bash', when: 'to print its functions' },
  { tool: 'direnv', command: 'direnv hook bash', when: 'to print its hook' },
  { tool: 'zoxide', command: 'zoxide init bash', when: 'to print its functions' },
  { tool: 'mise', command: 'mise activate bash', when: 'to print its hook' },
  { tool: 'direnv', command: 'direnv export bash', when: 'at each prompt' },
  { tool: 'mise', command: 'mise hook-env -s bash', when: 'at each prompt' },
  { tool: 'zoxide', command: 'zoxide add -- /usr', when: 'at each cd' },
  { tool: 'swop', command: 'swop env a10 --shell bash', when: 'to activate, by eval' },
  { tool: 'codex', command: 'codex login status', when: 'to say whose login it is' },
]

/** What programs take that people have in their shells already; those that are not installed have no row. */
export const peers: Part = {
  name: 'peers',
  prepare: async () => {
    const box = await makeGround()
    const tools = { swop: '', ...peerTools() }
    for (const [name, path] of Object.entries(tools)) {
      if (path !== '') fs.symlinkSync(path, join(box.bin, name))
    }
    fs.writeJsonSync(join(box.home, '.codex', 'auth.json'), { OPENAI_API_KEY: 'sk-made-up' })
    const here = asked.filter(({ tool }) => tool in tools)
    return {
      ground: 'the same home, for comparison; at a prompt or a cd swop starts nothing',
      measure: () => peerRows(box, here),
    }
  },
}

async function peerRows(box: Sandbox, here: typeof asked): Promise<Row[]> {
  const timed = Object.fromEntries(here.map(({ command }) => [command, { command }]))
  const { node = Number.NaN, ...costs }: Record<string, number> = await timeCommands(
    box,
    { node: { command: nodeFloor.command }, ...timed },
    { rounds: 2, runs: 5 },
  )
  const rows: Row[] = []
  for (const { command, when } of here) {
    rows.push({
      what: `\`${command}\`, ${when}`,
      shell: '',
      cost: costs[command] ?? Number.NaN,
      unit: 'µs',
      against: { what: nodeFloor.what, cost: node },
      // oxlint-disable-next-line no-await-in-loop -- all would write the same log
      processes: await processesStarted(box, command.split(' ')),
      command: hyperfineText(nodeFloor.command, command),
    })
  }
  return rows
}
