import fs from 'node:fs'

/** The path with all links resolved; the path itself when it does not exist. */
export function resolved(path: string): string {
  try {
    return fs.realpathSync.native(path)
  } catch {
    return path
  }
}

/** Whether there is a folder, or a link to one. */
export function isFolder(path: string): boolean {
  return look(path)?.isDirectory() === true
}

/** Whether there is a folder, no link to one, with nothing in it. */
export function isEmptyFolder(path: string): boolean {
  try {
    return fs.lstatSync(path).isDirectory() && fs.readdirSync(path).length === 0
  } catch {
    return false
  }
}

/** Whether there is a file, or a link to one. */
export function isPlainFile(path: string): boolean {
  return look(path)?.isFile() === true
}

/** What can't be looked at (below a file, in a circle of links, behind a folder that we may not enter) is not there. */
export function look(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
