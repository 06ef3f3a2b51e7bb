import { bash, fish, zsh, type TestShell } from '../support/shells.ts'

/** How a block of shell is run, and what must be so afterwards. */
export interface Case {
  /** the block's first line, without its comment */
  begins: string
  shells?: readonly TestShell[]
  /** accounts that are there before, each logged in with a key of its own */
  accounts?: readonly string[]
  /** files of the real home */
  home?: Record<string, string>
  /** lines of any of the shells, run before it in the same shell, with the functions loaded */
  before?: readonly string[]
  /** the block is for somebody who has a clone of the repository, and stands in it */
  clone?: boolean
  env?: Record<string, string>
  /** lines that end with another code than 0 */
  codes?: Record<string, number>
  /** what is run after it in the same shell, and what that prints */
  after?: readonly string[]
  sees?: string | RegExp
  /** the accounts that the model was asked under, in order */
  asked?: readonly string[]
  /** whose keys the model was sent: those of `asked`, if not said */
  keys?: readonly string[]
  /** what is typed into a new interactive shell afterwards, and the account that is active behind each line */
  opened?: readonly string[]
  active?: readonly string[]
  /** where that shell starts, in the home */
  openedIn?: string
  /** what the block itself prints */
  prints?: RegExp
}

/** The shells that have functions. */
export const all = [bash, zsh, fish]
/** Says which account is active. */
export const account = 'echo "[$SWOP_ACCOUNT]"'
/** A key in the environment, as CI has one. */
export const key = { OPENAI_API_KEY: 'sk-made-up-ci' }
