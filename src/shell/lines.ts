import type { ShellDialect } from '../accounts/layout.ts'

// What messages tell people to type, in their own shell.

/** The line that activates an account, or ends an activation (`off`), without the functions. */
export function activationLine(account: string, dialect: ShellDialect): string {
  return dialect === 'fish' ? `swop env ${account} | source` : `eval "$(swop env ${account})"`
}

/** The line that activates the account with most left, without the functions. */
export function bestLine(_account: string, dialect: ShellDialect): string {
  return activationLine(dialect === 'fish' ? '(swop best)' : '"$(swop best)"', dialect)
}

/** The line that runs one command under an account without the functions; the shell itself stays where it is. */
export function runLine(account: string, command: string, dialect: ShellDialect): string {
  const activate = activationLine(account, dialect)
  // fish has no subshell, and its parentheses mean something else.
  return dialect === 'fish'
    ? `fish -c '${activate}; and exec ${command}'`
    : `(${activate} && exec ${command})`
}

/** The line that loads the functions. sh has none; bash's are the nearest. */
export function loadLine(dialect: ShellDialect): string {
  return dialect === 'fish'
    ? 'swop init fish | source'
    : `eval "$(swop init ${dialect === 'sh' ? 'bash' : dialect})"`
}
