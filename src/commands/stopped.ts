import { printNote } from '../ui/print.ts'
import type { Stopped } from '../codex/daemon.ts'

/** Says which of codex's own background processes were ended. */
export function noteStopped({ daemon, updater }: Stopped): void {
  if (daemon || updater)
    printNote("Stopped codex's daemon, which had the account's login; codex starts it again.")
}
