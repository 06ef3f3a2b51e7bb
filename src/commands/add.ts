import { accountName } from '../accounts/name.ts'
import { rootLayout } from '../accounts/layout.ts'
import { writeNames } from '../accounts/names-list.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { findRoot, type Environment } from '../accounts/root.ts'
import { isolationLevels, type Isolation } from '../accounts/settings.ts'
import { loginSalt } from '../accounts/salt.ts'
import { createAccount, ensureRoot, refuseTaken } from '../accounts/store.ts'
import { baselineOf } from '../env/baseline.ts'
import { syncAccount } from '../home/sync.ts'
import { writeShellFiles } from '../home/common.ts'
import { adopt, holdsLogin, planAdoption } from '../life/adoption.ts'
import { planCodexFolder } from '../life/codex-folder.ts'
import { loginTask } from '../life/login-task.ts'
import { settleFirst } from '../life/unfinished.ts'
import { Failure, type ExitCode } from '../platform/failure.ts'
import { findCodex } from '../codex/program.ts'
import { settleGuarded } from './guarded.ts'
import { logIn, type LoginWords } from './log-in.ts'
import { loginWords, refuseWords, withLoginOptions, type LoginOptions } from './login-options.ts'
import { discard } from '../platform/entries.ts'
import { readText } from '../platform/files.ts'
import { withLock } from '../platform/lock.ts'
import { parseRecord } from '../setup/record.ts'
import { detectDialect, parentProgram } from '../shell/detect.ts'
import { activationLine, loadLine } from '../shell/lines.ts'
import { printData, printNote } from '../ui/print.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { isTemporary } from '../codex/temporary.ts'
import type { Command } from '../ui/command.ts'

/**
 * What to type next; the functions pass SWOP_SHELL, so without it this shell has not loaded them. Where setup has been,
 * new shells do, and only this one is left.
 */
function nextLines(root: string, name: string, env: Environment, hasLogin: boolean): string[] {
  const functions = Boolean(env.SWOP_SHELL)
  const dialect = detectDialect(env, parentProgram())
  return [
    ...(hasLogin ? [] : [`Log in:    swop login ${name}`]),
    `Activate:  ${functions ? `swop use ${name}` : activationLine(name, dialect)}`,
    ...(functions ? [] : [`Functions: ${isSetUp(root) ? loadLine(dialect) : 'swop setup'}`]),
  ]
}

function isSetUp(root: string): boolean {
  return parseRecord(readText(rootLayout(root).setup)).files.length > 0
}

interface Options extends LoginOptions {
  name: string
  isolation: Isolation
  login?: boolean | undefined
  from?: string | undefined
  copy?: boolean | undefined
  codexHome?: string | undefined
}

/** `swop add <name>`: makes an account, ready to be activated. */
export const add: Command<Options> = {
  options: (yargs) =>
    withLoginOptions(yargs, 'login')
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
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'an auth.json, which moves into the account',
      })
      .option('copy', {
        type: 'boolean',
        implies: 'from',
        describe: 'copy it instead: for API keys; a copied ChatGPT login gets revoked',
      })
      .option('codex-home', {
        alias: 'codexHome',
        type: 'string',
        requiresArg: true,
        describe: "an existing CODEX_HOME folder, which becomes the account's as it stands",
      })
      .option('login', { type: 'boolean', describe: 'and log it in, as swop login does' })
      .conflicts('from', ['codex-home', 'login'])
      .example('swop add work', 'an account that shares everything but the login')
      .example('swop add work --login --device-auth', 'and log it in at once')
      .example(
        'swop add me --from ~/.codex/auth.json',
        'the login that you have becomes an account',
      ) as never,

  run: async (
    { name, isolation, from, copy = false, codexHome, login, ...typed },
    { env, installation, passedOn },
  ) => {
    accountName(name)
    if (login)
      findCodex(env) // before there is an account
    else refuseWords(passedOn)
    const root = findRoot(env)
    const config = ensureRoot(root, () => realHomeOf(baselineOf(env)))
    writeShellFiles(root, config, installation)
    await settleFirst(root)
    refuseTaken(root, name)
    const adoption =
      from === undefined ? undefined : planAdoption(root, config.real, loginSalt(root), { typed: from, copy })
    const inPlace =
      codexHome === undefined
        ? undefined
        : planCodexFolder(root, config.real, loginSalt(root), codexHome, env)
    const { layout } = await withLock(rootLayout(root).lock, async () =>
      createAccount(root, name, isolation, inPlace),
    )
    const outcomes = await syncAccount(root, config, name)
      .then((done) => {
        // Last: everything before it can be undone.
        if (adoption) adopt(adoption, layout.codexHome)
        return done
      })
      .catch((error: unknown) => {
        // All or nothing, unless somebody has logged in there meanwhile.
        if (inPlace !== undefined || !holdsLogin(layout.codexHome)) discard(layout.folder)
        throw error
      })
    writeNames(root)
    const code = printOutcomes(outcomes, { quiet: true })
    await settleGuarded(root, name)
    printData(`Added account ${name} (${isolation}).\n`)
    if (adoption) {
      printNote(`${adoption.how === 'move' ? 'Moved' : 'Copied'} the login of ${adoption.source} into it.`)
      for (const warning of adoption.warnings) printNote(`swop: ${warning}`)
    }
    if (inPlace) printNote(`Its codex home is ${inPlace}, as it stands: nothing in it is shared.`)
    if (isTemporary(root, env)) {
      printNote(
        `swop: ${root} lies under the temporary folder, where codex refuses to keep its helpers; set SWOP_ROOT to another place`,
      )
    }
    for (const line of nextLines(root, name, env, Boolean(adoption ?? inPlace ?? login))) printNote(line)
    return login ? logInNew(root, name, env, loginWords(typed, passedOn)) : code
  },
}

/** The account is as good as another one, also without a login. */
async function logInNew(root: string, name: string, env: Environment, words: LoginWords): Promise<ExitCode> {
  try {
    return await logIn(loginTask(root, name, env), words)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(
      `${error.message}; the account is there`,
      `go on with: swop login ${name}`,
      error.exitCode,
    )
  }
}
