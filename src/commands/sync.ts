import { findRoot } from '../accounts/root.ts'
import { allAtRest } from '../home/all-at-rest.ts'
import { exitCodes } from '../platform/failure.ts'
import { plainSync, type SyncOptions } from './sync-options.ts'
import { noteOtherHome, SyncReport } from './sync-report.ts'
import type { Command } from '../ui/command.ts'

/** `swop sync`: brings accounts to what the share map and the bridge say, and says what it did. */
export const sync: Command<Partial<Pick<SyncOptions, 'names'>> & Omit<SyncOptions, 'names'>> = {
  options: (yargs) =>
    yargs
      .positional('names', {
        type: 'string',
        array: true,
        describe: 'accounts; all of them when none is named',
      })
      .option('dry-run', {
        alias: 'dryRun',
        type: 'boolean',
        default: false,
        describe: 'say what would be done; exit 4 if anything',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON: the steps of each account' })
      .option('quiet', { type: 'boolean', default: false, describe: 'say only what needs you' })
      .example('swop sync', 'all accounts')
      .example('swop sync work --dry-run', 'what would be done for one') as never,

  plain: plainSync,

  run: async ({ names = [], ...options }, { env, installation }) => {
    const root = findRoot(env)
    const { real, accounts } =
      (options.dryRun ? undefined : allAtRest(root, names, installation)) ??
      (await (await import('./sync-each.ts')).syncEach(root, { names, installation, ...options }))
    if (real === undefined) return exitCodes.done // there is no account yet
    const report = new SyncReport({ names, ...options })
    if (!options.quiet) noteOtherHome(real, env)
    for await (const each of accounts) report.add(each)
    return report.end()
  },
}
