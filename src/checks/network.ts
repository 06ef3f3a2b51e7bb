import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import type { Check, Finding } from './check.ts'

const kinds =
  /^(nfs4?|cifs|smb3|smbfs|afs|afpfs|webdav|davfs2?|ceph|glusterfs|lustre|gpfs|beegfs|fuse\.(sshfs|glusterfs|s3fs|rclone|davfs2?|ceph.*))$/

/** Whether a home lies on a network file system; by Linux's /proc, so not on macOS. */
export const network: Check = {
  name: 'network',
  looksAt: "the file systems of swop's folder and the base codex home (/proc/self/mountinfo)",
  inspect: ({ root, base }) =>
    networkFindings(
      readText('/proc/self/mountinfo') ?? '',
      [root, base].filter((path) => path !== undefined).map(resolved),
    ),
}

/**
 * Pure.
 * @param mounts the text of mountinfo (proc(5)): mount point is field 5, the type is the first one behind ` - `
 * @param paths links resolved
 */
export function networkFindings(mounts: string, paths: readonly string[]): Finding[] {
  const table = mounts.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const point = before.split(' ')[4]
    return point ? [{ point: unescaped(point), type: after.split(' ')[0] ?? '' }] : []
  })
  return paths.flatMap((path) => {
    // The longest that fits; of several at one point the last covers the others.
    const mount = table
      .filter(({ point }) => `${path}/`.startsWith(point === '/' ? '/' : `${point}/`))
      .reduce((best, each) => (best && best.point.length > each.point.length ? best : each), table[0])
    if (mount === undefined || !kinds.test(mount.type)) return []
    return [
      {
        found: `${path} lies on a network file system (${mount.type})`,
        why: "codex's locks and databases do not hold between computers there, and sessions get lost",
        todo: 'keep it on a local disk: SWOP_ROOT for the accounts, CODEX_HOME for the base codex home',
      },
    ]
  })
}

/** Blanks and the like stand as octal numbers. */
function unescaped(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
    String.fromCodePoint(Number.parseInt(octal, 8)),
  )
}
