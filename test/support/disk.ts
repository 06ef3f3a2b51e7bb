import fs from 'fs-extra'
import { join, relative } from 'node:path'

/**
 * Everything in a folder but folders' times: what is where, of what size, and when a file was last written.
 * @param except paths (relative) that may change
 */
export function listing(folder: string, except: RegExp): string[] {
  const walk = (path: string): string[] => {
    const stat = fs.lstatSync(path)
    const name = relative(folder, path)
    if (except.test(name)) return []
    if (stat.isDirectory())
      return [`${name}/`, ...fs.readdirSync(path).flatMap((entry) => walk(join(path, entry)))]
    return [
      stat.isSymbolicLink() ? `${name} -> ${fs.readlinkSync(path)}` : `${name} ${stat.size} ${stat.mtimeMs}`,
    ]
  }
  return walk(folder).sort()
}
