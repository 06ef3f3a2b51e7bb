import fs from 'node:fs'
import { Failure } from './failure.ts'
import { cannot } from './system-error.ts'

/**
 * Adds to the end of a file of the user's, at the end of a link if there is one. It stays the same file: what programs
 * write into it at the same time is kept, and whoever has it open goes on.
 * @throws Failure for what is no file, or can't be written
 */
export function appendThrough(path: string, content: Buffer): void {
  try {
    const { O_WRONLY, O_APPEND, O_NONBLOCK } = fs.constants
    const descriptor = fs.openSync(path, O_WRONLY | O_APPEND | O_NONBLOCK)
    try {
      // A history that leads to /dev/null, for one, keeps nothing.
      if (!fs.fstatSync(descriptor).isFile())
        throw new Failure(`${path} is not a file`, `look at where ${path} leads`)
      for (let done = 0; done < content.length;) {
        done += fs.writeSync(descriptor, content, done, content.length - done)
      }
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    throw error instanceof Failure ? error : cannot('write', path, error)
  }
}
