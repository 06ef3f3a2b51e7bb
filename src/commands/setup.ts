import { rootLayout } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { ensureRoot, readConfig } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { writeShellFiles } from '../home/common.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { applyChanges } from '../setup/apply.ts'
import { planSetup } from '../setup/installation.ts'
import { parseRecord, recordText } from '../setup/record.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import { loadLine } from '../shell/lines.ts'
import { printData, printNote } from '../ui/print.ts'
import { confirmed, describeChanges } from './changes.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  shells?: FunctionShell[] | undefined
  dryRun: boolean
  yes: boolean
}

/** `swop setup`: loads the functions and completions in the shells that are in use. */
export const setup: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('shells', {
        choices: functionShells,
        array: true,
        describe: 'the shells; those that you use when none is named',
      })
      .option('dry-run', {
        alias: 'dryRun',
        type: 'boolean',
        default: false,
        describe: 'print the changes, and make none',
      })
      .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'do not ask' })
      .example('swop setup', 'show what would change, and ask')
      .example('swop setup zsh --yes', 'zsh only, in a script') as never,

  run: async ({ shells: named = [], dryRun, yes }, { env, installation }) => {
    const root = findRoot(env)
    const baseline = baselineOf(env)
    const real = readConfig(root)?.real ?? realHomeOf(baseline)
    const { shells, changes, byHand, record, notes } = await planSetup(root, real, named, baseline)
    if (shells.length === 0) {
      throw new Failure(
        'found no shell that swop has functions for',
        `name one: swop setup ${functionShells.join('|')}; any other: eval "$(swop env <name> --shell sh)"`,
      )
    }
    printData(describeChanges(changes))
    for (const note of notes) printNote(note)
    for (const path of byHand)
      printNote(`${path} also loads swop by a line of your own; you can take that out`)
    if (dryRun) return exitCodes.done
    if (changes.length > 0 && !(await confirmed('Make these changes?', yes, 'swop setup'))) {
      printNote('Nothing was changed.')
      return exitCodes.failed
    }
    const config = ensureRoot(root, () => real)
    const { setup: recordFile } = rootLayout(root)
    writeAtomically(recordFile, recordText(parseRecord(readText(recordFile)), record))
    writeShellFiles(root, config, installation)
    applyChanges(changes)
    printData(`Set up ${shells.join(', ')}. The base codex home is ${real.codexHome}, as it is.\n`)
    const [account] = accountNames(root)
    printNote('Next:')
    printNote(`  ${loadLine(detectDialect(env, parentProgram()))}`)
    printNote(`  ${account === undefined ? 'swop add work' : `swop use ${account}`}`)
    return exitCodes.done
  },
}
