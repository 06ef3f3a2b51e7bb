import { findRoot } from '../accounts/root.ts'
import { plainSync } from '../commands/sync-options.ts'
import { noteOtherHome, SyncReport } from '../commands/sync-report.ts'
import { allAtRest } from '../home/all-at-rest.ts'
import { exitCodes } from '../platform/failure.ts'
import { isOutdated } from '../shell/stamp.ts'
import type { Plain } from './plain.ts'

/** `swop sync` where there is nothing to do. */
export const answer: Plain = (words, { env, installation }) => {
  const options = plainSync(words)
  if (options === undefined) return undefined
  const root = findRoot(env)
  if (isOutdated(root)) return undefined
  const found = allAtRest(root, options.names, installation)
  if (found === undefined) return undefined
  const { real, accounts } = found
  if (real === undefined) return () => exitCodes.done // there is no account yet
  return () => {
    const report = new SyncReport(options)
    if (!options.quiet) noteOtherHome(real, env)
    for (const each of accounts) report.add(each)
    return report.end()
  }
}
