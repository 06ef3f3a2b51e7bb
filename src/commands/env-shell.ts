import { shellFile, type ShellDialect } from '../accounts/layout.ts'
import { accountName } from '../accounts/name.ts'
import { findRoot } from '../accounts/root.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, readConfig } from '../accounts/store.ts'
import { activation, canActivate, deactivation, foreignFile } from '../env/evaluated.ts'
import { syncAccount } from '../home/sync.ts'
import { writeShellFiles } from '../home/common.ts'
import { Failure } from '../platform/failure.ts'
import { printFailure } from '../ui/funnel.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import type { Context } from '../ui/command.ts'

/**
 * What a shell evaluates to activate an account, or to end the activation; accounts are brought in order before.
 * @param name as it was typed: an account's, or `off`
 * @throws Failure when the account can't be activated
 */
export async function textForShell(name: string, dialect: ShellDialect, context: Context): Promise<string> {
  return name === 'off' ? offText(dialect, context) : accountText(accountName(name), dialect, context)
}

async function accountText(name: string, dialect: ShellDialect, context: Context): Promise<string> {
  const root = findRoot(context.env)
  const active = context.env.SWOP_ACCOUNT
  const { settings } = readAccount(root, name)
  if (context.env.SWOP_SAVED?.includes(' part') && settings.isolation !== 'codex') {
    throw new Failure(
      `'${name}' was not activated: direnv's account leaves HOME alone, and would not put it back on leaving`,
      'use an account of isolation codex here, or change the .envrc',
    )
  }
  const ready = canActivate(root, name, active) ? activation(root, name, dialect) : undefined
  if (ready !== undefined) return ready
  await bringInOrder(root, [active, name], dialect, context)
  // Not asked once more whether it is in order: a codex that is running makes entries all the time.
  const text = activation(root, name, dialect)
  if (text !== undefined) return text
  throw new Failure(`the env file of '${name}' is damaged`, `run swop sync ${name}`)
}

async function offText(dialect: ShellDialect, context: Context): Promise<string> {
  const root = findRoot(context.env)
  const active = context.env.SWOP_ACCOUNT
  const ready = deactivation(root, active, dialect)
  if (ready !== undefined) return ready
  try {
    await bringInOrder(root, [active], dialect, context)
  } catch (error) {
    // Whatever is wrong with the account, nobody has to stay in it.
    if (deactivation(root, undefined, dialect) === undefined) throw error
    printFailure(error, false, false)
  }
  const text = deactivation(root, undefined, dialect)
  if (text !== undefined) return text
  // Without an activation there is nothing to end, and `eval` of nothing is right.
  if (!context.env.SWOP_SAVED) return ''
  throw new Failure(`can't read ${shellFile(root, 'off', dialect)}`, 'run swop sync, or start another shell')
}

async function bringInOrder(
  root: string,
  names: readonly (string | undefined)[],
  dialect: ShellDialect,
  { installation }: Context,
): Promise<void> {
  for (const name of names) {
    const foreign = foreignFile(root, name, dialect)
    if (foreign) throw new Failure(`${foreign} belongs to another user`, 'move it away, then run swop sync')
  }
  const config = readConfig(root)
  if (config === undefined) return
  writeShellFiles(root, config, installation)
  const present = accountNames(root)
  for (const name of new Set(names)) {
    if (name === undefined || !present.includes(name)) continue
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they share the base codex home
    printOutcomes(await syncAccount(root, config, name), { quiet: true })
  }
}
