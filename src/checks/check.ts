import type { Machine } from './machine.ts'

/** Something that is not as it should be, in one line of three parts; never with a value that may be a key. */
export interface Finding {
  /** the account that it is about; none for the real home, and for what all accounts share */
  account?: string
  found: string
  /** why that matters */
  why: string
  /** what a person can do about it */
  todo: string
  /** where it is safe: cures it, and returns what was done, in words */
  fix?: () => string | Promise<string>
}

/** One check: looks, changes nothing, and says what it found. */
export interface Check {
  name: string
  /** for people: what is looked at */
  looksAt: string
  /** @throws Failure, which becomes a finding of its own */
  inspect: (machine: Machine) => Finding[] | Promise<Finding[]>
}

/** Some names, the rest as a number: a line stays a line. */
export function some(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
