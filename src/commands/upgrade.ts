import { rootLayout } from '../accounts/layout.ts'
import { readConfig } from '../accounts/store.ts'
import { writeShellFiles } from '../home/common.ts'
import { Failure } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import { isOutdated } from '../shell/stamp.ts'
import { printNote } from '../ui/print.ts'
import type { Context } from '../ui/command.ts'

/**
 * The first command of a newer swop writes anew what an older one has left for all shells, and says so. The files of
 * an account follow at its next activation. Where that does not work, the command itself goes on, and says why if it needs them.
 */
export async function upgrade(root: string, { installation }: Context): Promise<void> {
  try {
    await withLock(rootLayout(root).lock, async () => {
      const config = isOutdated(root) ? readConfig(root) : undefined // another command may have been faster
      if (config === undefined) return
      writeShellFiles(root, config, installation)
      printNote(
        'swop: this is a newer swop: what shells read is written anew; those that are open keep the older functions until you start them again',
      )
    })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
}
