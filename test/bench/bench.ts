import { functionShells } from '../support/shells.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bindFolders, hookCosts } from './hooks.ts'
import type { Row } from './row.ts'

const box = new Sandbox()
const rows: Row[] = []
try {
  await box.ok('add', 'A')
  await bindFolders(box, 'A')
  // One after the other: two at once would measure each other.
  // oxlint-disable-next-line no-await-in-loop
  for (const shell of functionShells) rows.push(...(await hookCosts(box, shell)))
} finally {
  box.remove()
}
const levels = box.home.split('/').length - 1
console.log(`With 50 bindings, in a home that is ${levels} folders deep; µs, the best of nine rounds:`)
for (const { what, shell, cost, budget } of rows) {
  const held = cost < budget ? 'held' : 'NOT HELD'
  console.log(`${shell.padEnd(6)}${what.padEnd(30)}${cost.toFixed(1).padStart(8)}  < ${budget}  ${held}`)
}
process.exitCode = rows.every(({ cost, budget }) => cost < budget) ? 0 : 1
