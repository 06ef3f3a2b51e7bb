const line = /^[ \t]*use[ \t]+swop(?:[ \t].*)?$/

/**
 * Puts an account into the text of an .envrc; the rest of it stays as it is.
 * @param text undefined when there is no file yet
 * @param account a valid account name, which needs no quoting
 */
export function withAccount(text: string | undefined, account: string): string {
  const wanted = `use swop ${account}`
  const lines = (text ?? '').split('\n')
  const index = lines.findIndex((each) => line.test(each.replace(/\r$/, '')))
  if (index !== -1) {
    const ending = lines[index]?.endsWith('\r') ? '\r' : ''
    // Of several lines the last would win, after the others have been activated for nothing.
    return lines
      .flatMap((each, n) =>
        n === index ? [wanted + ending] : line.test(each.replace(/\r$/, '')) ? [] : [each],
      )
      .join('\n')
  }
  const before = text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`
  return `${before}${wanted}\n`
}
