import { makeOwn } from '../home/own.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { printData } from '../ui/print.ts'
import { ownTask } from './own-path.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  path: string
  copy?: boolean | undefined
  empty?: boolean | undefined
}

/** `swop own <account> <path>`: an entry of the home that this account does not share. */
export const own: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .positional('path', {
        type: 'string',
        demandOption: true,
        describe: 'an entry of your home or of an XDG folder, at any depth',
      })
      .option('copy', {
        type: 'boolean',
        describe: 'begin with a copy (the default for a file)',
      })
      .option('empty', {
        type: 'boolean',
        describe: 'begin empty (the default for a folder)',
      })
      .conflicts('copy', 'empty')
      .example('swop own client ~/.gitconfig', 'an identity for one client')
      .example('swop own client ~/.config/gh --copy', 'its own login of gh, starting from yours'),

  run: async ({ name, path, copy, empty }, context) => {
    const { root, config, place } = ownTask(name, path, context)
    const wanted = copy ? 'copy' : empty ? 'empty' : undefined
    const { beginning, outcomes } = await makeOwn(root, config, name, place, wanted)
    const how = { copy: 'a copy', empty: 'empty', kept: 'as it was there' }[beginning]
    printData(`${place.real} is ${name}'s own: ${place.account} (${how})\n`)
    return printOutcomes(outcomes, { quiet: true })
  },
}
