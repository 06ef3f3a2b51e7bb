// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const control = /[\u0000-\u001F\u007F]/g

/** Single quotes are the one kind of quoting that is the same in sh, bash and zsh, and in which nothing is special. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** bash and zsh have `$'…'`, which keeps a statement on one line whatever is in a path. */
export function ansiQuoted(text: string): string {
  if (text.search(control) === -1) return singleQuoted(text)
  const octal = (character: string) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
  return `$'${text.replace(/[\\']/g, String.raw`\$&`).replace(control, octal)}'`
}
