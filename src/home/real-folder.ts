import { join } from 'node:path'
import { accountFolders } from './own-place.ts'
import type { AccountLayout } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'

/**
 * The folder of the real home that a folder of an account stands for: with an account active, a shell makes the
 * account's home of `~`. (Most of what is in there are links, which lead to the real home by themselves.)
 * @param path absolute, with links resolved
 * @param layouts of all accounts
 * @param resolve gives a path with links resolved
 * @returns the path itself when it is in none of them
 */
export function realFolder(
  path: string,
  layouts: readonly AccountLayout[],
  real: RealHome,
  resolve: (path: string) => string,
): string {
  for (const { real: to, account } of layouts.flatMap((layout) => accountFolders(layout, real))) {
    const from = resolve(account)
    if (`${path}/`.startsWith(`${from}/`)) return resolve(join(to, path.slice(from.length)))
  }
  return path
}
