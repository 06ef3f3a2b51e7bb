import { rootLayout } from '../accounts/layout.ts'
import { refusedOverrides } from '../codex/overrides.ts'
import { refusedShare } from '../codex/classify.ts'
import { Failure } from '../platform/failure.ts'
import type { Config, ShareChoices } from '../accounts/settings.ts'
import type { Account } from '../accounts/store.ts'

/**
 * What the settings say of entries of an account's codex home: the account's own count more than those for all.
 * @throws Failure when a login would be linked or copied, or settings contradict each other
 */
export function shareChoices(root: string, config: Config, { layout, settings }: Account): ShareChoices {
  refuseShares(config.share, rootLayout(root).config)
  refuseShares(settings.share, layout.settings)
  const refused = refusedOverrides(settings.overrides ?? {})
  if (refused)
    throw new Failure(`${layout.settings}: ${refused}`, 'keep it in a variable, and name that by env_key')
  const hasOverrides = Object.keys(settings.overrides ?? {}).length > 0
  const own = settings.share?.['config.toml'] ?? 'copied'
  const needsCopy = hasOverrides || settings.guard === true
  if (needsCopy && own !== 'copied') {
    throw new Failure(
      `${layout.settings} has ${hasOverrides ? 'overrides' : 'guard'}, but config.toml is ${own} in it`,
      hasOverrides
        ? 'overrides need a copy: take one of the two away (swop config unset)'
        : 'the guard needs a copy: swop config unset --account <name> share.config.toml, or swop guard off',
    )
  }
  return { ...config.share, ...settings.share, ...(needsCopy ? { 'config.toml': 'copied' } : {}) }
}

/**
 * Refuses to treat entries as they can't be.
 * @param path the file that says so
 * @throws Failure with the reason
 */
export function refuseShares(share: ShareChoices | undefined, path: string): void {
  for (const [name, mode] of Object.entries(share ?? {})) {
    const reason = mode && refusedShare(name, mode)
    if (reason)
      throw new Failure(`${path} says that ${name} is ${mode}, but ${reason}`, `take share.${name} out of it`)
  }
}
