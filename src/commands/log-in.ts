import { restartDaemon } from '../codex/daemon.ts'
import { offeredLogins, type LoginFlag } from '../codex/program.ts'
import { syncAccount } from '../home/sync.ts'
import { fellowsOf, type Fellow } from '../life/holders.ts'
import { busyCodex, processList } from '../life/idle.ts'
import { lastLoginOf, presentLogin, rememberLogin, type LoginTask } from '../life/login-task.ts'
import { beforeLogin, isSameLogin, judgeLogin } from '../life/login-words.ts'
import { Failure, exitCodes, type ExitCode } from '../platform/failure.ts'
import { handOver } from '../platform/programs.ts'
import { printOutcomes } from '../ui/outcomes.ts'
import { printData, printNote } from '../ui/print.ts'
import type { AuthFile } from '../codex/auth-file.ts'

/** What `codex login` is started with. */
export interface LoginWords {
  flag: LoginFlag | undefined
  /** codex's own options, as they were typed behind `--` */
  rest: readonly string[]
}

/**
 * Runs `codex login` under an account, the terminal handed over, and says whose login it is; then restarts the account's
 * daemon, which has the old one.
 * @throws Failure when this codex has no such way to log in (nothing has started then), or the login failed
 */
export async function logIn(task: LoginTask, { flag, rest }: LoginWords): Promise<ExitCode> {
  const { root, config, account, home, salt } = task
  const { name } = account
  if (flag) await refuseUnknown(task, flag)
  const code = printOutcomes(await syncAccount(root, config, name), { quiet: true })
  const before = presentLogin(task)
  noteSessions(task)
  for (const line of beforeLogin(name, before, flag, fellows(task, before))) printNote(`swop: ${line}`)

  const ended = await handOver(home.codex, ['login', ...(flag ? [flag] : []), ...rest], home.env)

  const after = presentLogin(task)
  const login = after.state === 'login' ? after.login : undefined
  const { line, warnings, failure } = judgeLogin({
    name,
    ended,
    before,
    after,
    last: account.settings.login ?? (before.state === 'login' ? lastLoginOf(before.login, salt) : undefined),
    now: login && lastLoginOf(login, salt),
    holders: fellows(task, after),
  })
  if (line) printData(line)
  for (const warning of warnings) printNote(`swop: ${warning}`)
  if (login) await rememberLogin(task, login)
  if (!failure || !isSameLogin(before, after)) await refreshDaemon(task)
  if (failure) throw failure
  // auth.json is new in the account's home: what is compared at the next `use` is brought up to date.
  printOutcomes(await syncAccount(root, config, name), { quiet: true })
  return code
}

function fellows({ root, config, home, salt }: LoginTask, file: AuthFile): Fellow[] {
  if (file.state !== 'login') return []
  return fellowsOf(root, config.real, salt, { login: file.login, codexHome: home.codexHome })
}

async function refuseUnknown({ home }: LoginTask, flag: LoginFlag): Promise<void> {
  const offered = await offeredLogins(home.codex, home.env)
  if (offered.includes(flag)) return
  const instead =
    offered.length > 0 ? `it has ${offered.join(', ')} and the browser` : 'it has the browser only'
  throw new Failure(
    `${home.codex} has no 'codex login ${flag}'; nothing was started`,
    `update codex, or log in another way: ${instead}`,
    exitCodes.usage,
  )
}

/** Names what is open under the account, before something happens to its login. */
export function noteSessions({ account, home }: LoginTask): void {
  const busy = busyCodex(home.codexHome)
  if (busy.length > 0) printNote(`swop: codex is open under ${account.name}: ${processList(busy)}`)
}

async function refreshDaemon({ account, home }: LoginTask): Promise<void> {
  if (!(await restartDaemon(home))) return
  printNote(
    `Restarted codex's daemon of ${account.name}: sessions that are open on it have the login of now.`,
  )
}
