import { commands } from './commands/table.ts'
import { manual } from './ui/manual.ts'

/** For the build: the manual page of this version. */
export function manualPage(version: string, day: string): Promise<string> {
  return manual(commands, version, day)
}
