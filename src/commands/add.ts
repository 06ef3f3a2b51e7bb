import { accountName } from '../accounts/name.ts'
import { rootLayout } from '../accounts/layout.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot, type Environment } from '../accounts/root.ts'
import { isolationLevels, type Isolation } from '../accounts/settings.ts'
import { createAccount, ensureRoot } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { syncAccount, writeShellFiles } from '../home/sync.ts'
import { discard } from '../platform/entries.ts'
import { withLock } from '../platform/lock.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { activationLine, loadLine, runLine } from '../shell/lines.ts'
import { printData, printNote } from '../ui/print.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { isTemporary } from '../codex/temporary.ts'
import type { Command } from '../ui/command.ts'

/** What to type next; the functions pass SWOP_SHELL, so without it this shell has not loaded them. */
function nextLines(name: string, env: Environment): string[] {
  if (env.SWOP_SHELL) return [`Log in:    swop run ${name} -- codex login`, `Activate:  swop use ${name}`]
  const dialect = detectDialect(env, parentProgram())
  return [
    `Log in:    ${runLine(name, 'codex login', dialect)}`,
    `Activate:  ${activationLine(name, dialect)}`,
    `Functions: ${loadLine(dialect)}`,
  ]
}

interface Options {
  name: string
  isolation: Isolation
}

/** `swop add <name>`: makes an account, ready to be activated. */
export const add: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: 'a name of your own: work, private, me@client.example',
      })
      .option('isolation', {
        choices: isolationLevels,
        default: 'overlay' as const,
        requiresArg: true,
        describe:
          "overlay: HOME and XDG are the account's, bridged to the real ones; codex: nothing but codex changes; strict: an empty home",
      })
      .example('swop add work', 'an account that shares everything but the login'),

  run: async ({ name, isolation }, { env, installation }) => {
    accountName(name)
    const root = findRoot(env)
    const config = ensureRoot(root, () => realHomeOf(baselineOf(env)))
    writeShellFiles(root, config, installation)
    const { layout } = await withLock(rootLayout(root).lock, async () => createAccount(root, name, isolation))
    const outcomes = await syncAccount(root, config, name).catch((error: unknown) => {
      discard(layout.folder) // nobody has used it: all or nothing
      throw error
    })
    const code = printOutcomes(outcomes, { quiet: true })
    printData(`Added account ${name} (${isolation}).\n`)
    if (isTemporary(root, env)) {
      printNote(
        `swop: ${root} lies under the temporary folder, where codex refuses to keep its helpers; set SWOP_ROOT to another place`,
      )
    }
    for (const line of nextLines(name, env)) printNote(line)
    return code
  },
}
