import { findRoot } from '../accounts/root.ts'
import { readConfig } from '../accounts/store.ts'
import { fellowWords } from '../life/holders.ts'
import { restore as putBack, type Restored } from '../life/restoration.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import { settleGuarded } from './guarded.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  backup: string
  as?: string | undefined
}

/** `swop restore <backup>`: puts back where it was what a removal or a reconcile has moved aside. */
export const restore: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('backup', {
        type: 'string',
        demandOption: true,
        describe: "a backup's name (swop backups), or that of a removed account",
      })
      .option('as', { type: 'string', requiresArg: true, describe: 'another name for the account' })
      .example('swop restore work', 'the account that was removed last under that name')
      .example('swop restore work --as client', 'under another name'),

  run: async ({ backup, as }, { env }) => {
    const root = findRoot(env)
    const config = readConfig(root)
    if (config === undefined)
      throw new Failure(`there is no backup '${backup}'`, 'swop has not been used yet', exitCodes.usage)
    const restored = await putBack(root, config, { wanted: backup, as })
    for (const each of restored) report(each)
    if (restored.some(({ what }) => what !== 'entry')) await settleGuarded(root)
    return exitCodes.done
  },
}

function report(restored: Restored): void {
  if (restored.what === 'entry') {
    printData(`Restored ${restored.path}\n`)
    if (restored.aside) printNote(`What was there lies in ${restored.aside}`)
    return
  }
  const { account, named, problem, fellows } = restored
  printData(`Restored account ${account.name}.\n`)
  for (const folder of named.folders) printNote(`${folder} is bound to ${account.name} again.`)
  if (named.isDefault) printNote(`New shells start on ${account.name}.`)
  for (const fellow of fellows) printNote(`swop: ${fellowWords(account.name, fellow)}`)
  if (problem) printNote(`swop: ${problem.message}; ${problem.hint}`)
}
