import type { Facts, Said } from './facts.ts'

/** @param cure what to do */
export function say(message: string, cure: string): Said {
  return { message, cure }
}

/** As a sentence names it. */
export function title({ name, isAccount }: Facts): string {
  return isAccount ? `account ${name}` : `the real home (${name})`
}

/** What a person types to log in. */
export function loginCommand({ name, isAccount }: Facts): string {
  return isAccount ? `swop login ${name}` : 'codex login, with no account active'
}

/** What a person types to run codex there. */
export function codexCommand({ name, isAccount }: Facts): string {
  return isAccount ? `swop run ${name} -- codex` : 'codex'
}
