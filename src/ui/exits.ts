import { exitCodes } from '../platform/failure.ts'

/** What a command's exit codes mean, where there is more to say than done, failed and wrong usage. */
export interface Exits {
  failed?: string
  noSuchAccount?: true
  drift?: string
  other?: string
}

/** Everything that swop exits with, for the help of the whole. */
export const allExits: Exits = { noSuchAccount: true, drift: 'drift or a failed check' }

/** The line on exit codes that every help text ends with. */
export function exitLine({ failed, noSuchAccount, drift, other }: Exits = {}): string {
  const all = [
    `${exitCodes.done} done`,
    `${exitCodes.failed} failed${failed ? ` (${failed})` : ''}`,
    `${exitCodes.usage} usage`,
    ...(noSuchAccount ? [`${exitCodes.noSuchAccount} no such account`] : []),
    ...(drift ? [`${exitCodes.drift} ${drift}`] : []),
    ...(other ? [other] : []),
  ]
  return `Exit codes: ${all.join(', ')}`
}
