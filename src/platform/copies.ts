import fs from 'fs-extra'
import { dirname } from 'node:path'
import { makePrivateFolder } from './folders.ts'
import { resolved } from './paths.ts'
import { cannot } from './system-error.ts'
import { discard } from './entries.ts'
import { Failure } from './failure.ts'

/**
 * Copies a file or a folder with everything in it: modes and times are kept, links in it stay links; what is at the end
 * of `from` itself is copied, and sockets and pipes belong to running processes and are left out.
 * @param to must not exist
 * @throws Failure when it can't be read or written; there is nothing at `to` then
 */
export function copyEntry(from: string, to: string): void {
  makePrivateFolder(dirname(to))
  try {
    const filter = (path: string) => {
      const stat = fs.lstatSync(path)
      return stat.isFile() || stat.isDirectory() || stat.isSymbolicLink()
    }
    fs.copySync(resolved(from), to, { preserveTimestamps: true, errorOnExist: true, filter })
  } catch (error) {
    discard(to)
    throw cannot('copy', from, error)
  }
}

/**
 * Makes an empty file or folder, of the kind and with the mode of another one.
 * @param to must not exist
 * @throws Failure when it is neither, or can't be made
 */
export function makeEmptyLike(like: string, to: string): void {
  makePrivateFolder(dirname(to))
  try {
    const stat = fs.statSync(like)
    if (stat.isDirectory()) fs.mkdirSync(to)
    else if (stat.isFile()) fs.writeFileSync(to, '', { flag: 'wx' })
    else throw new Failure(`${like} is neither a file nor a folder`, 'name another entry')
    fs.chmodSync(to, stat.mode & 0o7777)
  } catch (error) {
    throw error instanceof Failure ? error : cannot('make', to, error)
  }
}
