import { loginOf, type Facts } from '../status/facts.ts'
import { verdictsOf, type VerdictWord } from '../status/verdicts.ts'
import type { Check } from './check.ts'

/**
 * What matters of each verdict that is one for the doctor. The others are no faults (nobody logged in, tokens that codex
 * renews by itself), or another check's (settings, config.toml, drift).
 */
const reasons: Partial<Record<VerdictWord, string>> = {
  broken: 'codex does not take it for a login',
  poisoned: 'codex still says that it is logged in, and every request fails',
  duplicated: 'two homes with one login are not two accounts',
  expired: 'nothing renews it, so every request fails',
  file: 'codex does not renew it, or others can read it',
}

/** The logins, by the same verdicts as `swop list` and `swop status`; nothing here touches one. */
export const logins: Check = {
  name: 'logins',
  looksAt: 'auth.json of every account and of the real home, and what codex has noted of refused tokens',
  inspect: ({ names, logins: all, now }) =>
    all()
      .filter(({ name, isAccount }) => !isAccount || names.includes(name))
      .flatMap((facts) =>
        verdictsOf(facts, all(), now.getTime())
          .filter(({ verdict }) => reasons[verdict] && !(verdict === 'expired' && isRenewed(facts)))
          .map(({ verdict, message, cure }) => ({
            ...(facts.isAccount ? { account: facts.name } : {}),
            found: message,
            why: reasons[verdict] ?? '',
            todo: cure,
          })),
      ),
}

/** By codex, at its next start: every ChatGPT login that was not used for a while is expired. */
function isRenewed(facts: Facts): boolean {
  return Boolean(loginOf(facts)?.refreshMark)
}
