import { shellFile } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot } from '../accounts/root.ts'
import { ensureRoot } from '../accounts/store.ts'
import { isLibrary, libraryPath, libraryText } from '../direnv/library.ts'
import { baselineOf } from '../env/baseline.ts'
import { writeShellFiles } from '../home/common.ts'
import { discard } from '../platform/entries.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { quotes } from '../shell/dialects/index.ts'
import { printData } from '../ui/print.ts'
import { dirname } from 'node:path'
import type { Command } from '../ui/command.ts'

interface Options {
  action: 'install' | 'uninstall'
}

/** `swop direnv install|uninstall`: makes `use swop <account>` known to direnv, or forgotten. */
export const direnv: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('action', { choices: ['install', 'uninstall'] as const, demandOption: true })
      .example('swop direnv install', 'then, in a project: swop envrc work && direnv allow')
      .example('swop direnv uninstall', 'take that back'),

  run: ({ action }, { env, installation }) => {
    const root = findRoot(env)
    const config = ensureRoot(root, () => realHomeOf(baselineOf(env)))
    const path = libraryPath(config.real)
    const present = readText(path)
    if (present !== undefined && !isLibrary(present)) {
      throw new Failure(`${path} is not swop's`, 'move it away, if you do not need it')
    }
    if (action === 'uninstall') {
      if (present !== undefined) discard(path)
      printData(present === undefined ? 'direnv does not know swop.\n' : `Removed ${path}\n`)
      return exitCodes.done
    }
    writeShellFiles(root, config, installation)
    makePrivateFolder(dirname(path))
    writeAtomically(path, libraryText(quotes.bash(shellFile(root, 'direnv', 'bash'))))
    printData(`Installed ${path}\n`)
    return exitCodes.done
  },
}
