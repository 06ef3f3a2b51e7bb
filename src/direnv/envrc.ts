// `use swop`, blanks, the account, and whatever stands behind it: a remark, another statement, a DOS line end.
const line = /^([ \t]*use[ \t]+swop)(?![^\s;&|])([ \t]*)([^\s;&|#]*)(.*)$/s

/**
 * Puts an account into the text of an .envrc; the rest of it stays as it is.
 * @param text undefined when there is no file yet
 * @param account a valid account name, which needs no quoting
 */
export function withAccount(text: string | undefined, account: string): string {
  const lines = (text ?? '').split('\n')
  if (lines.some((each) => line.test(each))) {
    // All of them, since nothing tells which one counts: they may be branches of an `if`.
    return lines.map((each) => withName(each, account)).join('\n')
  }
  const before = text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`
  return `${before}use swop ${account}\n`
}

function withName(text: string, account: string): string {
  return text.replace(line, (_all, use: string, blanks: string, _name: string, rest: string) => {
    return `${use}${blanks || ' '}${account}${rest.startsWith('#') ? ' ' : ''}${rest}`
  })
}
