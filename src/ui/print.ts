import { writeSync } from 'node:fs'

// stdout is for data, stderr for people. writeSync and not process.stdout.write: setting up node's streams costs
// a tenth of a start (traps.md, "Cost, measured"), and nothing is lost when the process exits right after.

/**
 * Writes data to stdout; a closed pipe (`swop list | head -1`) is not an error.
 * @returns whether somebody still reads
 */
export function printData(text: string): boolean {
  return write(1, text)
}

/** Writes a line for people to stderr. */
export function printNote(line: string): void {
  write(2, `${line}\n`)
}

/** Puts a text in the place of the one before, on stderr; only for a terminal. A lost one is only a progress. */
export function printProgress(text: string): void {
  try {
    writeSync(2, `\r\x1b[K${text}`)
  } catch {
    // a terminal that is gone, or busy
  }
}

function write(descriptor: number, text: string): boolean {
  const bytes = Buffer.from(text)
  let offset = 0
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EAGAIN') continue // a full pipe that somebody made non-blocking
      if (code === 'EPIPE') return false
      throw error
    }
  }
  return true
}
