import { Failure, systemCode } from './failure.ts'

/** A system error in words; the code stays in, since people search for it. */
export function cannot(verb: string, path: string, error: unknown): Failure {
  const code = systemCode(error) ?? String(error)
  const reasons: Record<string, [string, string]> = {
    EACCES: ['permission denied', 'check the owner and the mode of the folder'],
    EPERM: ['not permitted', 'check the owner and the mode of the folder'],
    EROFS: ['the file system is read-only', 'choose another place with SWOP_ROOT'],
    ENOSPC: ['the disk is full', 'make room and try again'],
    ENOTDIR: ['a part of the path is not a folder', 'check the path'],
    ENOENT: ['a part of the path does not exist', 'check the path'],
    EISDIR: ['it is a folder', 'move it away'],
    ELOOP: ['its links lead in a circle', 'repair the link'],
    EEXIST: ['something else is in its place', 'move it away'],
    ENOTEMPTY: ['something is in it by now', 'run swop sync again'],
    EIO: ['the disk does not answer', 'look at the disk, then run swop sync again'],
  }
  const [reason, hint] = reasons[code] ?? ['the system refused', 'look at the path']
  return new Failure(`can't ${verb} ${path}: ${reason} (${code})`, hint)
}
