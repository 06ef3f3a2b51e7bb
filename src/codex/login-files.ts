import { basename, dirname } from 'node:path'

// codex.md, section 1: what holds a login, in a codex home or in what is left of one.
const names: readonly RegExp[] = [/^auth\.json$/, /^\.auth-/, /^auth.*\.bak$/, /^\.credentials\.json$/]

/**
 * Whether a file could hold a login of codex or of its MCP servers, by its name and by the folder that it is in.
 * @param path of a file, wherever it lies
 */
export function isLoginFile(path: string): boolean {
  const folder = basename(dirname(path))
  return folder === 'secrets' || names.some((name) => name.test(basename(path)))
}
