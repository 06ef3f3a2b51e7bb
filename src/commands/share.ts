import { shareAgain } from '../home/own.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { printData } from '../ui/print.ts'
import { ownTask } from './own-path.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name: string
  path: string
}

/** `swop share <account> <path>`: takes `swop own` back. */
export const share: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: "an account's name" })
      .positional('path', {
        type: 'string',
        demandOption: true,
        describe: "an entry that is the account's own",
      })
      .example('swop share client ~/.gitconfig', "back to your own one; the account's goes to backups/")
      .example('swop share work ~/.npmrc', 'what npm reads is one file again'),

  run: async ({ name, path }, context) => {
    const { root, config, place } = ownTask(name, path, context)
    const { backup, outcomes } = await shareAgain(root, config, name, place)
    printData(`${name} shares ${place.real} again\n`)
    if (backup !== undefined) printData(`its own one is now ${backup}\n`)
    return printOutcomes(outcomes, { quiet: true })
  },
}
