import { accountName } from '../accounts/name.ts'
import { rootLayout } from '../accounts/layout.ts'
import { findRoot } from '../accounts/root.ts'
import { noSuchAccount, readAccount, readConfig, writeConfig } from '../accounts/store.ts'
import { writeStartFiles } from '../home/common.ts'
import { exitCodes } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import { printData } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  name?: string | undefined
}

/** `swop default [<account>|none]`: the account of new shells. */
export const defaultAccount: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', {
        type: 'string',
        describe: "an account's name, or none; without it, prints the present one",
      })
      .example('swop default work', 'new interactive shells start on the account `work`')
      .example('swop default none', 'and no longer do'),

  run: async ({ name }, { env }) => {
    const root = findRoot(env)
    const config = readConfig(root)
    if (name === undefined) {
      printData(`${config?.default ?? 'none'}\n`)
      return exitCodes.done
    }
    if (name !== 'none') readAccount(root, name)
    if (config === undefined) {
      if (name !== 'none') throw noSuchAccount(root, accountName(name))
      return exitCodes.done
    }
    await withLock(rootLayout(root).lock, async () => setDefault(root, name))
    printData(name === 'none' ? 'New shells start without an account.\n' : `New shells start on ${name}.\n`)
    return exitCodes.done
  },
}

/** Of the settings as they are now: another swop may have changed them since they were read. */
function setDefault(root: string, name: string): void {
  if (name !== 'none') readAccount(root, name)
  const config = readConfig(root)
  if (config === undefined) return
  const { default: _, ...rest } = config
  const next = name === 'none' ? rest : { ...rest, default: name }
  writeConfig(root, next)
  writeStartFiles(root, next)
}
