import { stopAccountDaemon } from './idle.ts'
import { presentLogin, type LoginTask } from './login-task.ts'
import { describeLogin } from './login-words.ts'
import { Failure } from '../platform/failure.ts'
import { handOver } from '../platform/programs.ts'
import type { AuthFile } from '../codex/auth-file.ts'
import type { Stopped } from '../codex/daemon.ts'

/** What a logout of this login means, before it is done. */
export function logoutMeaning(name: string, present: AuthFile): string {
  if (present.state === 'absent') return `${name} has no auth.json; codex is asked to log out all the same`
  if (present.state === 'broken') return `the auth.json of ${name} ${present.reason}; codex removes it`
  const whose = `${name} is logged in (${describeLogin(present.login)})`
  return present.login.kind === 'chatgpt'
    ? `${whose}; logging out revokes that login at the server (codex 0.169 does, 0.92 does not), also for copies of it`
    : `${whose}; logging out takes it from this account, and nothing is revoked at the server`
}

/**
 * Logs an account out with codex's own command, and then stops its daemon, which would go on with the login.
 * @throws Failure when codex does not log out (then the daemon goes on), or the daemon does not stop
 */
export async function logOut(task: LoginTask): Promise<Stopped> {
  const { home, account, root, config } = task
  const ended = await handOver(home.codex, ['logout'], home.env)
  const { name } = account
  if (!('exitCode' in ended) || ended.exitCode !== 0) {
    const how = 'exitCode' in ended ? `exit code ${ended.exitCode}` : Object.values(ended).join()
    throw new Failure(`codex logout failed under '${name}' (${how})`, `try again: swop logout ${name}`)
  }
  if (presentLogin(task).state !== 'absent') {
    throw new Failure(
      `codex logout ended well, but ${home.codexHome}/auth.json is still there`,
      'see whether the folder can be written to, and whether a codex is still running',
    )
  }
  return stopAccountDaemon(root, config, account, home.env)
}
