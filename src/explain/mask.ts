/**
 * A value as it may be printed: secrets only by their length, control characters as escapes. Everything that explain
 * prints of a value has gone through here before it gets into a row or a warning.
 * @param name the variable that has the value: KEY in it is reason enough
 * @param secret whether it is known to be one
 * @returns null for an unset variable
 */
export function show(name: string, value: string | undefined, secret = false): string | null {
  if (value === undefined) return null
  if (value === '') return ''
  if (secret || isSecretName(name) || looksLikeKey(value)) return `(set, ${value.length} characters)`
  return value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
}

/** Whether the name alone says that the value is nobody's business. */
export function isSecretName(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|BEARER|COOKIE|(^|_)(PASS|PAT|AUTH|JWT)(_|$)/i.test(
    name,
  )
}

/** Whether a value is, or has in it, what looks like a key: rather one too many than one too few. */
export function looksLikeKey(value: string): boolean {
  return (
    /(?<![A-Za-z0-9])(sk|at)-[\w-]{6}/.test(value) || // keys and access tokens of the vendor
    /(?<![A-Za-z0-9])(gh[opsur]_|github_pat_|glpat-|gsk_|hf_|xox[a-z]-|AKIA|AIza)[\w-]{6}/.test(value) || // of others
    /\b(bearer|basic)\s+\S/i.test(value) ||
    /eyJ[\w-]+\.[\w-]+/.test(value) || // a JWT
    /:\/\/[^/\s]*@/.test(value) || // a user's name and password in an address
    /[?&;][^=&]*(key|token|secret|password|sig)[^=&]*=/i.test(value) || // the same behind it
    /^[\w+/-]{38,}={1,2}$/.test(value) || // base64 that starts like a path
    value.split(/[:;,&?\s]/).some(hasLongWord)
  )
}

/** Forty characters of base64 or hex; a path has to have them between two slashes, or all paths would be keys. */
function hasLongWord(part: string): boolean {
  if (!/^[/~.]/.test(part)) return /[\w+/-]{40}/.test(part)
  return part.split('/').some((word) => /[\w+-]{40}/.test(word) && /\d/.test(word))
}

/** As JavaScript and C write it; never as itself, which a terminal would obey. */
function escaped(character: string): string {
  if (character === '\n') return String.raw`\n`
  return String.raw`\u` + (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
}
