import { createHmac } from 'node:crypto'
import { rootLayout } from '../accounts/layout.ts'
import { loginSalt } from '../accounts/salt.ts'
import { readAccount, readConfig, writeAccountSettings, type Account } from '../accounts/store.ts'
import { readAuthFile, type AuthFile } from '../codex/auth-file.ts'
import { findCodex } from '../codex/program.ts'
import { environmentInside } from '../env/inside.ts'
import { planEnv } from '../env/plan.ts'
import { Failure } from '../platform/failure.ts'
import { withLock } from '../platform/lock.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config, LastLogin } from '../accounts/settings.ts'
import type { CodexInHome } from '../codex/daemon.ts'
import type { Login } from '../codex/login.ts'

/** An account that is logged in or out, and all that it takes. */
export interface LoginTask {
  root: string
  config: Config
  account: Account
  /** the user's codex, and the account's environment */
  home: CodexInHome
  salt: string
}

/**
 * @param name a valid account name
 * @param env the environment of this process, activated or not
 * @throws Failure for an unknown account, broken settings, or when there is no codex
 */
export function loginTask(root: string, name: string, env: Environment): LoginTask {
  const account = readAccount(root, name)
  const config = readConfig(root)
  if (config === undefined) throw new Failure(`${root} has no settings`, 'put config.json back from a backup')
  const { layout, settings } = account
  const inside = environmentInside(env, planEnv(root, layout, settings.isolation, config.real))
  const home = { codex: findCodex(env), codexHome: layout.codexHome, env: inside }
  return { root, config, account, home, salt: loginSalt(root) }
}

/** The account's login as it is now. */
export function presentLogin({ home, salt }: LoginTask): AuthFile {
  return readAuthFile(home.codexHome, salt)
}

/** What is remembered of a login: whether the next one is somebody else's can be told from it, and nothing more. */
export function lastLoginOf(login: Login, salt: string): LastLogin {
  const mark = createHmac('sha256', salt).update(login.identity).digest('hex').slice(0, 32)
  return { mark, ...(login.email ? { email: login.email } : {}) }
}

/** Writes down whose login an account has. */
export async function rememberLogin({ root, account, salt }: LoginTask, login: Login): Promise<void> {
  await withLock(rootLayout(root).lock, async () => {
    const present = readAccount(root, account.name) // it may have changed while a person was at the browser
    writeAccountSettings(present, { ...present.settings, login: lastLoginOf(login, salt) })
  })
}
