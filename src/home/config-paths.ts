import { join } from 'node:path'
import { relativePathsIn, type RelativePath } from '../codex/config-paths.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import type { Step } from './step.ts'

/**
 * Finds the paths of an account's config.toml that lead elsewhere than in the base codex home.
 * @returns a note for each
 */
export function relativePaths(codexHome: string, baseHome: string): Step[] {
  const file = join(baseHome, 'config.toml')
  return pathsOf(safely(() => readText(file)) ?? '')
    .filter(({ path }) => resolved(join(codexHome, path)) !== resolved(join(baseHome, path)))
    .map(({ key, path }) => ({
      path: file,
      why: `${key}: codex looks for ${path} in each account's .codex, where it is not; write ${join(baseHome, path)}`,
      actions: [],
      outcome: 'note',
    }))
}

/** The relative paths of the base config.toml. */
export function relativePathsOf(baseHome: string): string[] {
  return pathsOf(safely(() => readText(join(baseHome, 'config.toml'))) ?? '').map(({ path }) => path)
}

/** The accounts of one sync have one base config.toml. */
let last: { text: string; paths: RelativePath[] } | undefined

function pathsOf(text: string): RelativePath[] {
  if (last?.text !== text) last = { text, paths: relativePathsIn(text) }
  return last.paths
}

function safely<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined // what can't be read is codex's to say
  }
}
