import { resolve } from 'node:path'
import { readBindings, writeBindings } from '../accounts/bindings.ts'
import { findRoot } from '../accounts/root.ts'
import { readAccount } from '../accounts/store.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { isFolder, resolved } from '../platform/files.ts'
import { printData, printNote } from '../ui/print.ts'
import { rewriteStart } from './start.ts'
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
      .example(
        'swop bind client-a ~/clients/a',
        'entering the folder activates the account, leaving it puts back what was',
      ),

  run: ({ name, dir }, context) => {
    const root = findRoot(context.env)
    readAccount(root, name)
    if (!isFolder(dir))
      throw new Failure(`there is no folder ${resolve(dir)}`, 'name one that exists', exitCodes.usage)
    const folder = resolved(resolve(dir))
    const others = readBindings(root).filter((binding) => binding.folder !== folder)
    writeBindings(root, [...others, { folder, account: name }])
    rewriteStart(root)
    printData(`Bound ${folder} to ${name}.\n`)
    if (!context.env.SWOP_SHELL)
      printNote('New shells go by it; in this one, load the functions first: see swop use --help')
    return exitCodes.done
  },
}
