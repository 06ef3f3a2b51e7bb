import fs from 'fs-extra'
import { join } from 'node:path'

/**
 * Everything below a folder, for comparing before and after.
 * @param without paths, relative to it, that do not count, with all that is in them
 * @returns path → mode and content, or a link's target
 */
export function treeOf(folder: string, without: readonly string[] = []): Record<string, string> {
  const tree: Record<string, string> = {}
  const walk = (path: string) => {
    for (const name of fs.readdirSync(join(folder, path)).sort()) {
      const inner = join(path, name)
      if (without.includes(inner)) continue
      const stats = fs.lstatSync(join(folder, inner))
      const mode = (stats.mode & 0o7777).toString(8)
      if (stats.isSymbolicLink()) tree[inner] = `-> ${fs.readlinkSync(join(folder, inner))}`
      else if (stats.isDirectory()) {
        tree[inner] = `folder ${mode}`
        walk(inner)
      } else tree[inner] = `${mode} ${fs.readFileSync(join(folder, inner), 'latin1')}`
    }
  }
  walk('')
  return tree
}
