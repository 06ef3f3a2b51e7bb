import { ansiQuoted, singleQuoted } from './posix.ts'
import { fishQuoted } from './fish.ts'
import type { ShellDialect } from '../../accounts/layout.ts'

/** How each shell writes a word; the rest of a dialect is in its templates. */
export const quotes: Record<ShellDialect, (text: string) => string> = {
  // sh has nothing but '…' that every implementation knows: a newline in a path stays a newline there.
  sh: singleQuoted,
  bash: ansiQuoted,
  zsh: ansiQuoted,
  fish: fishQuoted,
}

export const shellDialects = Object.keys(quotes) as ShellDialect[]

/** The shells that have functions to load; sh has env files only. */
export const functionShells = ['bash', 'zsh', 'fish'] as const
export type FunctionShell = (typeof functionShells)[number]
