import { dirname, join } from 'node:path'
import { removedRoot, rootLayout } from '../accounts/layout.ts'
import { sessionFolders } from '../accounts/forward.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { discard, moveEntry } from '../platform/entries.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { isEmptyFolder, isFolder, isPlainFile } from '../platform/paths.ts'
import { applyChanges, removeEmptyFolders } from '../setup/apply.ts'
import { foldersAbove } from '../setup/plan.ts'
import { parseRecord, recordText } from '../setup/record.ts'
import { isUnused, planUninstall } from '../setup/removal.ts'
import { printData, printNote } from '../ui/print.ts'
import { confirmed, describeChanges } from './changes.ts'
import { isRunning, refuseRunning, settleAccounts } from './settled-accounts.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  dryRun: boolean
  purge: boolean
  yes: boolean
}

/** `swop uninstall`: gives every file back as it was before `swop setup`. */
export const uninstall: Command<Options> = {
  options: (yargs) =>
    yargs
      .option('dry-run', {
        alias: 'dryRun',
        type: 'boolean',
        default: false,
        describe: 'print the changes, and make none',
      })
      .option('purge', {
        type: 'boolean',
        default: false,
        describe: "also move swop's folder, with all accounts and their logins, aside",
      })
      .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'do not ask' })
      .example('swop uninstall', 'out of the rc files; the accounts stay')
      .example('swop uninstall --purge', 'the accounts go to a backup beside their folder') as never,

  run: async ({ dryRun, purge, yes }, { env }) => {
    const root = findRoot(env)
    if (purge && env.SWOP_ACCOUNT)
      throw new Failure(
        `the account '${env.SWOP_ACCOUNT}' is active in this shell`,
        'run swop off, and try again',
      )
    const baseline = baselineOf(env)
    const real = readConfig(root)?.real ?? realHomeOf(baseline)
    const { setup: recordFile } = rootLayout(root)
    const { files, folders } = parseRecord(readText(recordFile))
    const changes = await planUninstall(real, { files, folders }, baseline)
    const unused = isUnused(root)
    if (purge) refuseRunning(root)
    const moves = purge && !unused && isFolder(root) ? removedRoot(root) : undefined
    printData(describeChanges(changes))
    if (moves) printData(`Move ${root} (accounts: ${accountNames(root).length}) to ${moves}\n`)
    if (unused) printData(`Remove ${root}, which has no account in it\n`)
    if (changes.length === 0 && !moves && !unused) {
      printData('Nothing of swop is in your rc files.\n')
      return exitCodes.done
    }
    if (dryRun) return exitCodes.done
    const question = moves ? 'Make these changes, and move all accounts aside?' : 'Make these changes?'
    if (!(await confirmed(question, yes, 'swop uninstall'))) {
      printNote('Nothing was changed.')
      return exitCodes.failed
    }
    if (moves) await settleAccounts(root, env)
    applyChanges(changes)
    // The folders that setup has found missing count until the accounts go, too.
    if (!moves && !unused && isPlainFile(recordFile))
      writeAtomically(recordFile, recordText({ files: [], folders: [] }, { files: [], folders }))
    if (moves) moveEntry(root, moves)
    else if (unused) discard(root)
    // What swop has made for accounts to link to, and is empty: a sync makes it again, should one of them be used.
    const gone = moves !== undefined || unused || !isRunning(root)
    const made = new Set(changes.flatMap(({ path }) => [dirname(path), ...foldersAbove(path, real.home)]))
    removeEmptyFolders(folders.filter((folder) => gone || made.has(folder)))
    printData('Your rc files are as they were before swop setup.\n')
    if (moves) {
      printNote(`The accounts and their logins are in ${moves}; remove it when you are sure`)
      // codex 0.169.0 notes a session's path by way of the account (accounts/forward.ts): `no rollout found` (tried).
      if (sessionFolders.some((each) => hasEntries(join(real.codexHome, each))))
        printNote(`codex resumes sessions that began under an account only while that is at ${root}`)
    }
    if (!moves && !unused)
      printNote(
        `${accountNames(root).length > 0 ? 'The accounts stay' : 'Settings and backups stay'} in ${root}; swop uninstall --purge moves them aside, too`,
      )
    printNote('Shells that are open keep the functions; the program goes by: npm uninstall --global swop')
    return exitCodes.done
  },
}

function hasEntries(folder: string): boolean {
  return isFolder(folder) && !isEmptyFolder(folder)
}
