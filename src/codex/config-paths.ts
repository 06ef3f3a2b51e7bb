import { parse } from 'smol-toml'

// The settings that codex reads as paths, and takes from its home when they are relative. Seen with 0.169.0 in its
// messages and system calls, but for the catalog and the roots: those have the type AbsolutePathBuf in its schema
// (codex-rs/core/config.schema.json). `notify` and commands of MCP servers are the shell's to find. `*` is any key.
const keys: readonly string[][] = [
  ['model_instructions_file'],
  ['experimental_instructions_file'], // its name in 0.92; ignored by 0.169
  ['experimental_compact_prompt_file'],
  ['model_catalog_json'],
  ['agents', '*', 'config_file'],
  ['skills', 'config', '*', 'path'],
  ['sandbox_workspace_write', 'writable_roots', '*'],
  ['profiles', '*', 'model_instructions_file'],
  ['profiles', '*', 'experimental_instructions_file'],
  ['profiles', '*', 'experimental_compact_prompt_file'],
  ['profiles', '*', 'model_catalog_json'],
]

/** A setting whose value is a relative path. */
export interface RelativePath {
  key: string
  path: string
}

/**
 * The relative paths in a config.toml. Linked or copied, it lies in the account's codex home, and they are taken from
 * there (codex.md, section 1).
 * @param text invalid TOML has none
 */
export function relativePathsIn(text: string): RelativePath[] {
  let data: unknown
  try {
    data = parse(text)
  } catch {
    return []
  }
  return keys.flatMap((key) => found(data, key, []))
}

function found(value: unknown, [key, ...rest]: readonly string[], above: string[]): RelativePath[] {
  if (key === undefined) {
    // ~ is the account's home, which is bridged.
    return typeof value === 'string' && value !== '' && !/^[/~]/.test(value)
      ? [{ key: above.join('.'), path: value }]
      : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .filter(([name]) => key === '*' || name === key)
    .flatMap(([name, inner]) => found(inner, rest, [...above, name]))
}
