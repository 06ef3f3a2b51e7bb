import { timeCommands } from './hyperfine.ts'
import type { Sandbox } from '../support/sandbox.ts'

/** What nobody who starts node can be faster than; everything is held against it. */
export const nodeFloor = { what: 'node -e 0', command: "node -e '0'" }

/** node's start in µs, as it is right now: noise of the machine passes, and a ratio is of things measured together. */
export async function timeNode(box: Sandbox): Promise<number> {
  const { node } = await timeCommands(box, { node: { command: nodeFloor.command } }, { rounds: 1, runs: 7 })
  return node
}
