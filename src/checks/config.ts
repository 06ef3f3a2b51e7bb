import { join } from 'node:path'
import { parseCodexConfig } from '../codex/config.ts'
import { isolationDefeats } from '../codex/isolation.ts'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

const system = ['/etc/codex/managed_config.toml', '/etc/codex/config.toml']

/** Settings of codex that defeat the isolation of accounts, in every config.toml that counts. */
export const config: Check = {
  name: 'config',
  looksAt: "codex's config.toml: the base one, /etc/codex, and those that accounts have for themselves",
  inspect: (machine) =>
    places(machine).flatMap(({ path, account }) =>
      judge(path, (folder) => isDatabaseHome(folder, machine)).map((each) => ({
        ...(account ? { account } : {}),
        ...each,
      })),
    ),
}

function places({ base, accounts }: Machine): { path: string; account?: string }[] {
  const common = [...system, ...(base === undefined ? [] : [join(base, 'config.toml')])]
  const seen = new Set(common.map(resolved))
  const own = accounts
    .map(({ name, layout }) => ({ account: name, path: join(layout.codexHome, 'config.toml') }))
    .filter(({ path }) => !seen.has(resolved(path)))
  return [...common.map((path) => ({ path })), ...own]
}

function judge(path: string, isHome: (folder: string) => boolean): Finding[] {
  let text: string | undefined
  try {
    text = readText(path)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [{ found: error.message, why: 'codex does not start', todo: error.hint }]
  }
  if (text === undefined) return []
  const { problem } = parseCodexConfig(text)
  if (problem) return [{ found: `${path} ${problem}`, why: 'codex does not start', todo: 'repair the file' }]
  return isolationDefeats(text, isHome).map(({ setting, why }) => ({
    found: `${path} sets ${setting}`,
    why,
    todo: 'take it out, unless that is meant',
  }))
}

/** The base codex home; an account that has taken a folder in place has its databases there. */
function isDatabaseHome(folder: string, { base, accounts }: Machine): boolean {
  const homes = [base, ...accounts.map(({ settings }) => settings.codexHome)]
  return homes.some((home) => home !== undefined && resolved(home) === resolved(folder))
}
