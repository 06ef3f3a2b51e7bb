import { resolve } from 'node:path'
import { readBindings, writeBindings } from '../accounts/bindings.ts'
import { findRoot } from '../accounts/root.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { resolved } from '../platform/files.ts'
import { printData } from '../ui/print.ts'
import { rewriteStart } from './start.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  dir: string
}

/** `swop unbind [dir]`: takes a binding away; the folder itself may be gone. */
export const unbind: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('dir', { type: 'string', default: '.', describe: 'the folder' })
      .example('swop unbind ~/clients/a', ''),

  run: ({ dir }, { env }) => {
    const root = findRoot(env)
    const wanted = [resolve(dir), resolved(resolve(dir))]
    const bindings = readBindings(root)
    const left = bindings.filter(({ folder }) => !wanted.includes(folder))
    if (left.length === bindings.length)
      throw new Failure(`${wanted[1]} is not bound`, "'swop bindings' shows those that are")
    writeBindings(root, left)
    rewriteStart(root)
    printData(`${wanted[1]} is no longer bound.\n`)
    return exitCodes.done
  },
}
