import type { Environment } from '../accounts/root.ts'
import type { CodexInputs } from '../codex/environment.ts'
import type { EnvPlan } from '../env/plan.ts'

/** Something that is not as it should be, and what cures it; never with a value that may be a key. */
export interface Warning {
  /** the variable that it is about, if it is about one */
  variable: string | null
  message: string
  cure: string
}

/** All that has been looked at, as plain data: rows and warnings are made from this and from nothing else. */
export interface Observations extends CodexInputs {
  /** swop's own folder */
  root: string
  /** the environment of the account that SWOP_ACCOUNT names, if there is such an account */
  account: EnvPlan | undefined
  /** what direnv says that it has set in this shell */
  direnv: { file: string; values: Environment } | undefined
  /** the `.env` and the config.toml of the codex home that codex would use */
  dotenvPath: string
  configPath: string
  /** what `bash -lc` makes of this shell's environment; undefined when that is not known */
  login: Environment | undefined
  /** the environment of a command that codex runs; undefined when that is not known */
  command: Environment | undefined
  /** the profile that `bash -lc` reads, besides /etc/profile */
  profile: string
  /** what went wrong with looking */
  problems: readonly Warning[]
}
