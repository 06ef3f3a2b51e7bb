import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findRoot } from '../accounts/root.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { withAccount } from '../direnv/envrc.ts'
import { libraryPath } from '../direnv/library.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { readBytes, readText, writeThrough } from '../platform/files.ts'
import { isFolder } from '../platform/paths.ts'
import { fromHere } from '../platform/working-folder.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  dir: string
}

/** `swop envrc <name> [dir]`: writes the one line into an .envrc. */
export const envrc: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .positional('dir', { type: 'string', default: '.', describe: 'the folder of the .envrc' })
      .example('swop envrc work && direnv allow', 'in a project')
      .example('swop envrc client ~/clients/a', 'in another folder'),

  run: ({ name, dir }, { env }) => {
    const root = findRoot(env)
    readAccount(root, name)
    const folder = fromHere(dir)
    if (!isFolder(folder))
      throw new Failure(`there is no folder ${folder}`, 'name one that exists', exitCodes.usage)
    const path = join(folder, '.envrc')
    // latin1 keeps every byte of what is not swop's.
    const text = existsSync(path) ? readBytes(path).toString('latin1') : undefined
    const wanted = withAccount(text, name)
    if (wanted === text) printData(`${path} has it already.\n`)
    else {
      writeThrough(path, Buffer.from(wanted, 'latin1'), { newMode: 0o644 })
      printData(`${text === undefined ? 'Wrote' : 'Updated'} ${path}: use swop ${name}\n`)
    }
    const config = readConfig(root)
    if (config && readText(libraryPath(config.real)) === undefined)
      printNote('direnv does not know `use swop` yet: swop direnv install')
    printNote(`Then: direnv allow ${dir === '.' ? '' : folder}`.trimEnd())
    return exitCodes.done
  },
}
