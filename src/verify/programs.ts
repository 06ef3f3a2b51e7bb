import { Failure } from '../platform/failure.ts'
import { findCommand } from '../platform/processes.ts'
import { accountsOnTrial, addAccount, versionOf, type Trial } from './trial.ts'
import type { Environment } from '../accounts/root.ts'
import type { Subjects } from './report.ts'
import type { FoundShell } from './shells.ts'
import type { Binary } from './stage.ts'

/** What is run in a verification. */
export interface Programs {
  codex: string
  shells: readonly FoundShell[]
  binary: Binary
}

/**
 * @returns the path of the user's own codex
 * @throws Failure when there is none
 */
export function findCodex(env: Environment): string {
  const codex = findCommand('codex', env.PATH)
  if (codex === undefined)
    throw new Failure('codex is not on PATH', 'install it: npm install --global @openai/codex')
  return codex
}

/** Asks codex and the shells for their versions. */
export async function subjectsOf(trial: Trial, { codex, shells }: Programs): Promise<Omit<Subjects, 'swop'>> {
  const [codexVersion, ...shellVersions] = await Promise.all(
    [codex, ...shells.map(({ path }) => path)].map((path) => versionOf(trial, path)),
  )
  return {
    codex: { path: codex, version: codexVersion ?? '' },
    shells: shells.map(({ name, path }, index) => ({ name, path, version: shellVersions[index] ?? '' })),
  }
}

/** Makes the two accounts, one after the other, as a user would. */
export async function addAccounts(trial: Trial, binary: Binary): Promise<void> {
  for (const account of accountsOnTrial) await addAccount(trial, account, binary)
}
