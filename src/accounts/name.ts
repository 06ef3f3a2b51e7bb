import { Failure, exitCodes } from '../platform/failure.ts'

/** Words that mean something else where a name could stand: `env off`, `default none`. */
export const reservedNames = ['off', 'default', 'none']

// Also compiled into the shell functions (templates/init.*), which refuse a name before it touches a path.
const pattern = /^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}$/

/** Whether a text may be the name of an account (product.md, "On disk"). */
export function isAccountName(text: string): boolean {
  return pattern.test(text) && !reservedNames.includes(text.toLowerCase())
}

/**
 * @param text what was typed where an account's name belongs
 * @returns the same text
 * @throws Failure (usage) when it can't be a name; nothing has touched a path by then
 */
export function accountName(text: string): string {
  if (isAccountName(text)) return text
  if (reservedNames.includes(text.toLowerCase())) {
    throw new Failure(
      `'${text}' is a reserved word, not an account name`,
      'choose another name',
      exitCodes.usage,
    )
  }
  throw new Failure(
    `'${text}' can't be an account name`,
    'use 1 to 64 letters, digits and . _ @ + -, starting with a letter, a digit or _',
    exitCodes.usage,
  )
}
