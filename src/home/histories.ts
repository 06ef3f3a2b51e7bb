// A shell's history file is a list, and what one shell adds the other must not lose (traps.md, 12: an ordinary exit of
// zsh replaces the link in the account by a file). Of other files the newer one wins; of these both do.
const names = [
  '.bash_history',
  '.zsh_history',
  '.histfile', // zsh-newuser-install's choice
  '.zhistory',
  '.history',
  '.sh_history',
  '.ksh_history',
  '.mksh_history',
  '.python_history',
  '.node_repl_history',
  '.irb_history',
  '.psql_history',
  '.mysql_history',
  '.sqlite_history',
  '.rediscli_history',
]

/** Whether an entry of a home is a history that can be merged line by line. */
export function isHistory(name: string): boolean {
  return names.includes(name)
}

/**
 * What has to follow the real one of two histories that were one once.
 * @param real text of the real home's, as latin1: zsh writes bytes that are no text
 * @param account text of the account's
 * @returns what only the account's has: with it the real one has each entry as often as the one that has it most
 */
export function addedHistory(real: string, account: string): string {
  const count = new Map<string, number>()
  for (const entry of entries(real)) count.set(entry, (count.get(entry) ?? 0) + 1)
  const added = entries(account).filter((entry) => {
    const left = count.get(entry) ?? 0
    count.set(entry, left - 1)
    return left <= 0
  })
  return (real === '' || real.endsWith('\n') ? '' : '\n') + added.map((entry) => `${entry}\n`).join('')
}

/** Lines, with those that a backslash continues (zsh) and bash's time stamps kept together with their command. */
function entries(text: string): string[] {
  const found: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    const entry = open === '' ? line : `${open}\n${line}`
    if (line.endsWith('\\') || /^#\d+$/.test(line)) open = entry
    else {
      open = ''
      if (entry !== '') found.push(entry)
    }
  }
  return open === '' ? found : [...found, open]
}
