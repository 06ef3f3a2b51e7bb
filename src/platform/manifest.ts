import fs from 'node:fs'
import { join } from 'node:path'
import { makePrivateFolder } from './folders.ts'
import { cannot } from './system-error.ts'
import { manifestName } from './manifest-name.ts'

/**
 * Notes what is about to be moved aside. First the note, then the move: killed in between, there is a note of nothing,
 * and never a backup that nobody knows of.
 * @param folder the backup's; made if need be
 * @param record as JSON; the time is added
 */
export function noteBackup(folder: string, record: object): void {
  const path = join(folder, manifestName)
  makePrivateFolder(folder)
  try {
    const descriptor = fs.openSync(path, 'a', 0o600)
    try {
      // One write at the end of the file: two processes do not cut each other's lines.
      fs.writeSync(descriptor, `${JSON.stringify({ version: 1, at: new Date().toISOString(), ...record })}\n`)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    throw cannot('write', path, error)
  }
}
