import { table } from '../ui/table.ts'
import { loginOf, type Facts } from './facts.ts'
import { kindWords, width } from './rows.ts'
import type { Choice } from '../ui/pick.ts'

/**
 * The accounts, a line each, for somebody to choose one.
 * @param usage how much is left, by the account's name, as far as it is known
 */
export function choices(accounts: readonly Facts[], usage: ReadonlyMap<string, string>): Choice[] {
  const rows = accounts.map((facts) => {
    const login = loginOf(facts)
    const cells = [
      facts.active ? '*' : ' ',
      facts.name,
      login?.email ?? kindWords(facts),
      login?.plan ?? '',
      usage.get(facts.name) ?? '',
    ]
    // What a login says of itself may hold anything; a choice is one line.
    return cells.map((cell) => cell.replaceAll(/\p{Cc}/gu, '?'))
  })
  // A pointer or a margin stands before it.
  const lines = table(rows, { width: width - 4, flexible: [1, 2] }).split('\n')
  return accounts.map(({ name }, index) => ({ value: name, line: lines[index] ?? name }))
}
