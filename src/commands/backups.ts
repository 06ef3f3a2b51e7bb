import { findRoot } from '../accounts/root.ts'
import { parseAge, parseSize, sizeText } from '../backups/choice.ts'
import { readBackups, type Backup, type Kept } from '../backups/list.ts'
import { prune } from '../backups/prune.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { printData, printNote } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  action?: 'prune' | undefined
  json: boolean
  olderThan?: string | undefined
  largerThan?: string | undefined
  logins: boolean
  dryRun: boolean
}

/** `swop backups`: what lies in backups/, newest first; `swop backups prune` deletes what is old, when asked to. */
export const backups: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('action', { choices: ['prune'] as const, describe: 'prune: delete for good' })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .option('older-than', {
        alias: 'olderThan',
        type: 'string',
        requiresArg: true,
        describe: 'such as 90d',
      })
      .option('larger-than', {
        alias: 'largerThan',
        type: 'string',
        requiresArg: true,
        describe: 'such as 1G',
      })
      .option('logins', { type: 'boolean', default: false, describe: 'also those that hold a login' })
      .option('dry-run', { alias: 'dryRun', type: 'boolean', default: false, describe: 'only say which' })
      .example('swop backups', 'what there is, newest first')
      .example('swop backups prune --older-than 90d --dry-run', 'what would be deleted') as never,

  run: async (options, { env }) => {
    const root = findRoot(env)
    const { action, json, olderThan, largerThan, logins, dryRun } = options
    if (action === 'prune') return runPrune(root, options)
    if (olderThan !== undefined || largerThan !== undefined || logins || dryRun)
      throw new Failure(
        'these options belong to prune',
        'swop backups prune --older-than 90d',
        exitCodes.usage,
      )
    const all = readBackups(root)
    if (json) printData(`${JSON.stringify(all.map(asData), null, 2)}\n`)
    else if (all.length === 0) printNote('There are no backups.')
    else for (const backup of all) printData(lines(backup))
    return exitCodes.done
  },
}

async function runPrune(
  root: string,
  { olderThan, largerThan, logins, dryRun, json }: Options,
): Promise<ExitCode> {
  if (olderThan === undefined)
    throw new Failure('prune deletes for good, and needs an age', 'say it: --older-than 90d', exitCodes.usage)
  const size = largerThan === undefined ? -1 : parseSize(largerThan)
  const choices = await prune(root, { olderThan: parseAge(olderThan), largerThan: size, logins }, dryRun)
  if (json) {
    const data = choices.map(({ backup, keptFor }) => ({
      ...asData(backup),
      ...(keptFor ? { keptFor } : {}),
    }))
    printData(`${JSON.stringify(data, null, 2)}\n`)
    return exitCodes.done
  }
  if (choices.length === 0) printNote('No backup is that old and large.')
  for (const { backup, keptFor } of choices) {
    const [id, weight] = [backup.layout.id, sizeText(backup.bytes)]
    if (keptFor) printNote(`Kept ${id} (${weight}): ${keptFor}`)
    else printData(`${dryRun ? 'Would delete' : 'Deleted'} ${id} (${weight})\n`)
  }
  return exitCodes.done
}

function lines({ layout, when, bytes, kept }: Backup): string {
  const heading = `${layout.id}  ${localTime(when)}  ${sizeText(bytes)}\n`
  return heading + kept.map((each) => `    ${whatOf(each)}: ${each.record.why}\n`).join('')
}

function whatOf({ record }: Kept): string {
  const text = record.what === 'account' ? `account ${record.name}` : record.from
  return text.replaceAll(/\p{Cc}/gu, '?')
}

function localTime(when: Date): string {
  const local = new Date(when.getTime() - when.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16).replace('T', ' ')
}

function asData({ layout, when, bytes, holdsLogin, kept }: Backup): object {
  const entries = kept.map(({ record, path, ...weight }) => ({
    what: record.what,
    ...(record.what === 'account' ? { name: record.name } : {}),
    from: record.from,
    why: record.why,
    at: record.at,
    path,
    bytes: weight.bytes,
  }))
  return { backup: layout.id, when: when.toISOString(), bytes, holdsLogin, entries }
}
