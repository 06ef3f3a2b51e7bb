import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { classify } from '../codex/classify.ts'
import { some, type Check } from './check.ts'

/** Databases that an account has for itself, where all accounts should use those of the base codex home. */
export const databasePlace: Check = {
  name: 'databases',
  looksAt: "databases in the accounts' codex homes",
  inspect: ({ accounts, base }) =>
    accounts
      .filter(({ settings }) => settings.codexHome === undefined)
      .flatMap(({ name, layout }) => {
        const own = ownDatabases(layout.codexHome)
        if (own.length === 0) return []
        const all = `${some(own)} in ${layout.codexHome}`
        return [
          {
            account: name,
            found: own.length === 1 ? `${all} is a database of its own` : `${all} are databases of its own`,
            why: 'a codex that was started without CODEX_SQLITE_HOME made them, and other accounts do not see its sessions',
            todo: `end codex there (swop daemons --stop ${name}), and move them away with their -wal and -shm${base ? `; sqlite_home = "${base}" in config.toml prevents it` : ''}`,
          },
        ]
      }),
}

/** Whether an entry of a codex home is one of the shared databases by its name. */
export function isDatabase(name: string): boolean {
  return classify(name, { inBase: true, kind: 'file' }).as === 'database'
}

function ownDatabases(codexHome: string): string[] {
  try {
    return readdirSync(codexHome).filter(
      (name) => isDatabase(name) && !lstatSync(join(codexHome, name)).isSymbolicLink(),
    )
  } catch {
    return [] // no codex home: drift says so
  }
}
