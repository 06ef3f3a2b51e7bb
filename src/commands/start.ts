import { readConfig } from '../accounts/store.ts'
import { writeStartFiles } from '../home/common.ts'

/** After a change of what shells activate by themselves: writes the files anew that they source. */
export function rewriteStart(root: string): void {
  const config = readConfig(root)
  if (config !== undefined) writeStartFiles(root, config)
}
