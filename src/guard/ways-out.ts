import fs from 'node:fs'
import { join } from 'node:path'
import { decidesSandbox, systemFiles } from '../codex/guard-profile.ts'
import { readText } from '../platform/files.ts'
import { problemIn, readToml } from '../toml/read.ts'
import { isTable, type Table } from '../toml/table.ts'

/** Settings on this machine that switch the guard off, or would. */
export interface WaysOut {
  /** settings of the system's that go before config.toml */
  always: string[]
  /** what switches it off where it is used: profiles, and folders that are trusted */
  sometimes: string[]
}

/**
 * Looks for settings that go before the account's config.toml and decide about the sandbox themselves.
 * @param base the base codex home
 * @param config config.toml as the account has it
 */
export function waysOut(base: string, config: Table): WaysOut {
  const says = (path: string) => {
    const text = textOf(path)
    return text !== undefined && !problemIn(text) && decidesSandbox(readToml(text))
  }
  const profiles = namesIn(base)
    .filter((name) => name.endsWith('.config.toml') && says(join(base, name)))
    .map((name) => `codex --profile ${name.slice(0, -'.config.toml'.length)}`)
  const inner = isTable(config.profiles) ? Object.entries(config.profiles) : []
  for (const [name, profile] of inner)
    if (isTable(profile) && decidesSandbox(profile)) profiles.push(`codex --profile ${name}`)
  const projects = isTable(config.projects) ? Object.entries(config.projects) : []
  const trusted = projects
    .filter(([, project]) => isTable(project) && project.trust_level === 'trusted')
    .map(([folder]) => join(folder, '.codex', 'config.toml'))
    .filter(says)
  return { always: [systemFiles.above].filter(says), sometimes: [...profiles, ...trusted] }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** What can't be read, codex can't read either. */
function textOf(path: string): string | undefined {
  try {
    return readText(path)
  } catch {
    return undefined
  }
}
