// git expands the ~ of `[includeIf "gitdir:~/clients/"]` by the real path of HOME (config.c, interpolate_path with
// real_home), and a repository's real path lies under the real home: under an account's HOME the condition never
// holds, and the client's identity is silently replaced by the base one (traps.md, 11; seen with git 2.39).

const condition = /^(\s*\[\s*includeif\s+"gitdir(?:\/i)?:)~\/(.*)$/i

/** Whether a git configuration has a condition that depends on HOME. */
export function hasHomeConditions(text: string): boolean {
  return text.split('\n').some((line) => condition.test(line))
}

/**
 * Spells the conditions on folders below the home out, so that they hold whatever HOME is.
 * @param text of a git configuration file
 * @param home the real home, with all links resolved, as git has it
 * @returns the same text, line by line, with absolute folders
 */
export function absoluteConditions(text: string, home: string): string {
  return text
    .split('\n')
    .map((line) => absoluteLine(line, home))
    .join('\n')
}

/**
 * Translates an edited copy back.
 * @param edited what became of `absoluteConditions(original, home)`: `git config --global` has written into it
 * @returns the text with the conditions as the original has them
 */
export function originalConditions(edited: string, original: string, home: string): string {
  const originals = new Map(original.split('\n').map((line) => [absoluteLine(line, home), line]))
  return edited
    .split('\n')
    .map((line) => originals.get(line) ?? line)
    .join('\n')
}

function absoluteLine(line: string, home: string): string {
  return line.replace(condition, (_all, before: string, rest: string) => `${before}${pattern(home)}/${rest}`)
}

/** A path as it stands in a glob pattern in a quoted section name. */
function pattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, String.raw`\$&`).replace(/[\\"]/g, String.raw`\$&`)
}
