import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from './failure.ts'
import { isFolder, look } from './paths.ts'
import { cannot } from './system-error.ts'

/** Takes a folder of swop's own from everybody else's eyes, also when somebody else made it. */
export function makePrivate(path: string): void {
  try {
    fs.chmodSync(path, 0o700)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Lets nobody make anything in a folder. */
export function makeReadOnly(path: string): void {
  try {
    fs.chmodSync(path, 0o500)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Takes a file or folder of swop's own from everybody else's eyes; what the user may do with it stays. */
export function withdrawFromOthers(path: string): void {
  try {
    fs.chmodSync(path, fs.lstatSync(path).mode & 0o700)
  } catch (error) {
    throw cannot('change the mode of', path, error)
  }
}

/** Makes a folder, and those above it, that only the user can enter; an existing one keeps its mode. */
export function makePrivateFolder(path: string): void {
  try {
    makeFolders(path)
  } catch (error) {
    throw cannot('make', path, error)
  }
}

/** Not node's `recursive`, which never returns where a folder can't be made in one that exists, as in /proc. */
function makeFolders(path: string): void {
  if (isFolder(path)) return
  if (!fs.existsSync(dirname(path))) makeFolders(dirname(path))
  try {
    fs.mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!isFolder(path)) throw error // by another swop, just now
  }
}

/**
 * Makes a folder of the account's own.
 * @param formerly the text of a link that swop itself may have made in its place
 * @throws Failure when it is another link: what is at its end would be taken for the account's
 */
export function makeOwnFolder(path: string, formerly: string): void {
  if (isLink(path)) {
    if (fs.readlinkSync(path) !== formerly) {
      throw new Failure(
        `${path} is a link, and should be a folder of the account's own`,
        'move the link away',
      )
    }
    fs.unlinkSync(path)
  }
  makePrivateFolder(path)
}

function isLink(path: string): boolean {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  } catch (error) {
    throw cannot('look at', path, error)
  }
}

/**
 * @throws Failure when two paths lead to one folder, by a link above them or a mount: moving from one to the other would
 * be moving onto itself
 */
export function refuseSame(account: string, real: string): void {
  const [one, other] = [account, real].map(look)
  if (one && other && one.dev === other.dev && one.ino === other.ino) {
    throw new Failure(
      `${account} and ${real} are the same folder`,
      'a link or a mount joins them; take it away',
    )
  }
}

/** Removes what a swop that was killed was writing in a folder of swop's own: older than any write takes. */
export function removeUnfinished(folder: string): void {
  if (!isFolder(folder)) return
  for (const name of fs.readdirSync(folder).filter((each) => each.startsWith('.swop-new-'))) {
    const path = join(folder, name)
    const stat = fs.lstatSync(path, { throwIfNoEntry: false })
    if (stat?.isFile() && Date.now() - stat.mtimeMs > 60_000) fs.rmSync(path, { force: true })
  }
}
