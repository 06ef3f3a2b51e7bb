import { keyText } from '../toml/text.ts'
import { leaves, type Table } from '../toml/table.ts'

/**
 * Why an account's settings may not say this of config.toml: a token does not belong into them.
 * @returns undefined when they may
 */
export function refusedOverrides(overrides: Table): string | undefined {
  const secret = leaves(overrides).find((path) =>
    path.some((key) =>
      /^(experimental_bearer_token|authorization|proxy-authorization|x-api-key)$/i.test(key),
    ),
  )
  return secret && `overrides.${keyText(secret)} would be a token, which does not belong into swop's settings`
}
