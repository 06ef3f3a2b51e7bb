import { accountNames } from '../accounts/names.ts'
import { leftOverFrom } from '../explain/rows.ts'
import { some, type Check } from './check.ts'

/** Variables of an account in a shell in which none is active. */
export const leftovers: Check = {
  name: 'leftovers',
  looksAt: "this shell's SWOP_*, CODEX_*, HOME and XDG_* with no account active",
  inspect: ({ root, env }) => {
    const active = env.SWOP_ACCOUNT !== undefined && accountNames(root).includes(env.SWOP_ACCOUNT)
    if (active) return []
    const names = Object.keys(env).filter(
      (name) => leftOverFrom(name, { root, env, account: undefined }) || /^SWOP_SAVED(_|$)/.test(name),
    )
    if (names.length === 0) return []
    return [
      {
        found: `${some(names)}: left over from an account that is not active in this shell`,
        why: 'codex, or another program, may use that account here, and swop off does not know of it',
        todo: env.SWOP_SAVED ? 'swop off, or eval "$(swop env off)"' : 'start a new login shell',
      },
    ]
  },
}
