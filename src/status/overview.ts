import { columns } from '../ui/columns.ts'
import { loginOf, loginState, type Facts } from './facts.ts'
import { kindWords } from './rows.ts'

/** Where a shell stands. */
export interface Standing {
  /** the account that is active, or the real home; undefined where there is no telling where that is */
  facts: Facts | undefined
  /** who chose it; `default` also for one that was activated by hand and is the default account, too */
  from: 'by hand' | 'direnv' | 'binding' | 'default'
  /** the bound folder */
  folder?: string | undefined
  /** the names of all accounts */
  accounts: readonly string[]
  /** whether the shell has loaded the functions */
  functions: boolean
  /** what to type to end an activation without the functions */
  offLine: string
}

/** `swop` alone: which account is active, from where, and the three commands that are of most use now. */
export function overview(standing: Standing): string[] {
  const next = nextCommands(standing)
  const width = Math.max(...next.map(([line]) => columns(line)))
  return [
    ...state(standing),
    '',
    'Next:',
    ...next.map(([line, why]) => `  ${line}${' '.repeat(width - columns(line))}  ${why}`),
  ]
}

function state({ facts, from, folder }: Standing): string[] {
  if (!facts) return ['Account  none; there is no telling where the real home is: HOME is not set']
  const { name, isAccount } = facts
  if (!isAccount) return ['Account  none', `Login    ${loginWords(facts)}, of the real home`]
  const why = {
    'by hand': 'by hand, or from the shell that started this one',
    direnv: "direnv: this folder's .envrc",
    binding: `the binding of ${folder ?? 'this folder'}`,
    default: 'the default account of new shells',
  }[from]
  return [`Account  ${name}`, `From     ${why}`, `Login    ${loginWords(facts)}`]
}

/** Whose login it is, in words. */
export function loginWords(facts: Facts): string {
  const login = loginOf(facts)
  const state = loginState(facts)
  if (!login) return { login: '', absent: 'logged out', broken: 'broken', unknown: 'not known' }[state]
  return [login.email, kindWords(facts), login.plan].filter(Boolean).join(', ')
}

function nextCommands({ facts, accounts, functions, offLine }: Standing): [string, string][] {
  const setup: [string, string] = ['swop setup', 'load the functions in your shells']
  const help: [string, string] = ['swop --help', 'all commands']
  const [first] = accounts
  if (first === undefined) {
    const add: [string, string] = ['swop add work', 'make an account']
    return functions ? [add, ['swop add work --login', '… and log it in'], help] : [setup, add, help]
  }
  const active = facts?.isAccount ? facts.name : undefined
  const other = accounts.find((name) => name !== active)
  const use: [string, string] = !functions
    ? setup
    : other === undefined
      ? ['swop add <name>', 'another account']
      : [`swop use ${other}`, 'activate it in this shell']
  if (active === undefined)
    return [use, ['swop list', 'the accounts and their logins'], ['swop usage', 'how much is left']]
  const off: [string, string] = [functions ? 'swop off' : offLine, 'everything as it was']
  const look: [string, string] =
    facts && loginState(facts) === 'absent'
      ? [`swop login ${active}`, 'log it in']
      : ['swop status', 'all about this login']
  return [look, use, off]
}
