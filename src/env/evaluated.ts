import { readFileSync, statSync } from 'node:fs'
import {
  accountLayout,
  envFile,
  shellFile,
  type AccountLayout,
  type ShellDialect,
} from '../accounts/layout.ts'
import { isAccountName } from '../accounts/name.ts'
import { isInOrder, type DriftTest } from '../shell/drift.ts'

// What `swop env` prints, from the generated files. bin.ts is bundled from this without a single package: node's own
// start is all that an `eval "$(swop env …)"` waits for.

/**
 * @param name a valid account name
 * @param active the account that is active now, if any
 * @returns whether the one can be activated, and the other left, without a reconcile
 */
export function canActivate(root: string, name: string, active: string | undefined): boolean {
  const test = driftTest(accountLayout(root, name))
  return test !== undefined && isInOrder(test) && canLeave(root, active)
}

/**
 * @param name a valid account name
 * @returns what activates the account in that dialect; undefined when a file is missing, cut off, or another user's
 */
export function activation(root: string, name: string, dialect: ShellDialect): string | undefined {
  const save = ownText(shellFile(root, 'save', dialect))
  const text = ownText(envFile(accountLayout(root, name), dialect))
  // Which the text sources when it fails.
  const off = ownText(shellFile(root, 'off', dialect))
  if (save === undefined || text === undefined || off === undefined) return undefined
  return isComplete(text, name) ? save + text : undefined
}

/**
 * @param active the account that is active now, if any
 * @returns what puts the baseline back; undefined when a file is missing or there is something to move first
 */
export function deactivation(
  root: string,
  active: string | undefined,
  dialect: ShellDialect,
): string | undefined {
  return canLeave(root, active) ? ownText(shellFile(root, 'off', dialect)) : undefined
}

/**
 * @param name an account, or none for what all of them use
 * @returns the file that is not evaluated because another user owns it, if there is one
 */
export function foreignFile(
  root: string,
  name: string | undefined,
  dialect: ShellDialect,
): string | undefined {
  const common = [shellFile(root, 'save', dialect), shellFile(root, 'off', dialect)]
  const account = name === undefined ? undefined : accountLayout(root, name)
  return [...common, ...(account ? [envFile(account, dialect), account.drift] : [])].find((path) => {
    const uid = statSync(path, { throwIfNoEntry: false })?.uid
    return uid !== undefined && uid !== process.getuid?.()
  })
}

/** What was newly made in an account's home moves to the real one before the account is left. */
function canLeave(root: string, active: string | undefined): boolean {
  const test = active && isAccountName(active) ? driftTest(accountLayout(root, active)) : undefined
  return test === undefined || isInOrder({ ...test, inputs: [], present: [], absent: [], walks: [] })
}

function driftTest(account: AccountLayout): DriftTest | undefined {
  const text = ownText(account.drift)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as DriftTest // written by swop itself, atomically
  } catch {
    return undefined
  }
}

/** A file's text, if it is the user's own: nobody else's code gets evaluated. */
function ownText(path: string): string | undefined {
  try {
    return statSync(path).uid === process.getuid?.() ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** The last statement of an env file is its sentinel: it makes the account the active one, or says what is wrong. */
function isComplete(text: string, name: string): boolean {
  return /SWOP_ACCOUNT[ =]'([^']+)'; else/.exec(text)?.[1] === name && /false; (?:fi|end);\n$/.test(text)
}
