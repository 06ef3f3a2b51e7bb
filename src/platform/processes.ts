import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/**
 * Finds a command as a shell does.
 * @param name the command's name, without a slash
 * @param searchPath the value of PATH
 * @param accepts says no to a file that is not to be taken
 * @returns the absolute path of the first executable file of that name, or undefined
 */
export function findCommand(
  name: string,
  searchPath: string | undefined,
  accepts: (path: string) => boolean = () => true,
): string | undefined {
  for (const folder of (searchPath ?? '').split(delimiter)) {
    if (folder === '') continue // an empty element means the working folder; nobody keeps a shell there
    const candidate = resolve(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      if (statSync(candidate).isFile() && accepts(candidate)) return candidate
    } catch {
      // not there, or not ours to run: the next folder
    }
  }
  return undefined
}

/**
 * Opens a file in an editor and waits for its end.
 * @param command as in EDITOR: a command of the shell, which may have arguments
 * @returns whether it ended well
 */
export function edit(command: string, path: string): boolean {
  return spawnSync('sh', ['-c', `${command} "$1"`, 'sh', path], { stdio: 'inherit' }).status === 0
}
