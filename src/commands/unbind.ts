import { readBindings, type Binding } from '../accounts/bindings.ts'
import { findRoot } from '../accounts/root.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { fromHere } from '../platform/working-folder.ts'
import { printData } from '../ui/print.ts'
import { boundFolder, changeBindings } from './bound-folder.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  dir: string
}

/** `swop unbind [dir]`: takes a binding away; the folder itself may be gone. */
export const unbind: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('dir', { type: 'string', default: '.', describe: 'the folder' })
      .example('swop unbind', 'the folder that you are in')
      .example('swop unbind ~/clients/a', 'another one, which may be gone'),

  run: async ({ dir }, { env }) => {
    const root = findRoot(env)
    const wanted = [fromHere(dir), boundFolder(root, dir)]
    const isWanted = ({ folder }: Binding) => wanted.includes(folder)
    if (!readBindings(root).some(isWanted))
      throw new Failure(`${wanted[1]} is not bound`, "'swop bindings' shows those that are")
    await changeBindings(root, (present) => present.filter((binding) => !isWanted(binding)))
    printData(`${wanted[1]} is no longer bound.\n`)
    return exitCodes.done
  },
}
