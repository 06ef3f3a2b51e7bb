import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'

/**
 * Reads one end of a file that somebody else writes, and no more.
 * @param limit in bytes
 * @returns no bytes for what is not a file: a pipe in its place would be waited for
 * @throws the system's error
 */
export function readPart(
  path: string,
  end: 'start' | 'tail',
  limit: number,
): { bytes?: Buffer; stat: Stats } {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return { stat }
    const from = end === 'tail' ? Math.max(0, stat.size - limit) : 0
    const bytes = Buffer.alloc(Math.min(stat.size, limit))
    let length = 0
    for (let more = -1; more !== 0 && length < bytes.length; length += more) {
      more = readSync(descriptor, bytes, length, bytes.length - length, from + length)
    }
    return { bytes: bytes.subarray(0, length), stat }
  } finally {
    closeSync(descriptor)
  }
}
