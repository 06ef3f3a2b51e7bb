import { resolved } from '../platform/paths.ts'
import type { Environment } from '../accounts/root.ts'

/**
 * Whether codex would refuse its helper binaries in a home at this path, because it lies under the temporary folder
 * (codex.md, section 2; it asks TMPDIR, else /tmp).
 */
export function isTemporary(path: string, env: Environment): boolean {
  return [env.TMPDIR || '/tmp', '/tmp'].some((folder) =>
    `${resolved(path)}/`.startsWith(`${resolved(folder)}/`),
  )
}
