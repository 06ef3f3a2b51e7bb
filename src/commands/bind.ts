import { findRoot } from '../accounts/root.ts'
import { readAccount } from '../accounts/store.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { isFolder } from '../platform/paths.ts'
import { fromHere } from '../platform/working-folder.ts'
import { printData, printNote } from '../ui/print.ts'
import { boundFolder, changeBindings } from './bound-folder.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  dir: string
}

/** `swop bind <account> [dir]`: the account of a folder and everything below it. */
export const bind: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .positional('dir', { type: 'string', default: '.', describe: 'the folder' })
      .example('swop bind work', 'the folder that you are in')
      .example(
        'swop bind client ~/clients/a',
        'entering the folder activates the account, leaving it puts back what was',
      ),

  run: async ({ name, dir }, context) => {
    const root = findRoot(context.env)
    readAccount(root, name)
    const place = fromHere(dir)
    if (!isFolder(place))
      throw new Failure(`there is no folder ${place}`, 'name one that exists', exitCodes.usage)
    const folder = boundFolder(root, dir)
    await changeBindings(root, (present) => [
      ...present.filter((binding) => binding.folder !== folder),
      { folder, account: name },
    ])
    printData(`Bound ${folder} to ${name}.\n`)
    if (!context.env.SWOP_SHELL)
      printNote('New shells go by it; in this one, load the functions first: see swop use --help')
    return exitCodes.done
  },
}
