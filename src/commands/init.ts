import { shellFile } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot } from '../accounts/root.ts'
import { ensureRoot } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { writeShellFiles } from '../home/common.ts'
import { exitCodes } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import { printData } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  shell: FunctionShell
}

/** `swop init <shell>`: prints the functions, and writes them to a file that an rc file can source. */
export const init: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('shell', { choices: functionShells, demandOption: true, describe: 'the shell' })
      .example('eval "$(swop init bash)"', 'at the end of ~/.bashrc')
      .example('swop init fish | source', 'at the end of config.fish'),

  run: ({ shell }, { env, installation }) => {
    const root = findRoot(env)
    const config = ensureRoot(root, () => realHomeOf(baselineOf(env)))
    writeShellFiles(root, config, installation)
    printData(readText(shellFile(root, 'init', shell)) ?? '')
    return exitCodes.done
  },
}
