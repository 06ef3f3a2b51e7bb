import { execa } from 'execa'
import { isAbsolute } from 'node:path'
import type { Environment } from '../accounts/root.ts'

const limit = 3_000 // ms; a .zshenv that takes longer makes every zsh slow

/**
 * Asks zsh for its folder of rc files, which .zshenv may set without exporting it.
 * @param zsh the program
 * @returns undefined when it has no answer
 */
export async function zshFolder(zsh: string, env: Environment): Promise<string | undefined> {
  // .zshenv may print things: what counts stands between two NULs.
  const { stdout } = await execa(zsh, ['-c', String.raw`\builtin printf '\0%s\0' "${'$'}{ZDOTDIR:-$HOME}"`], {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    extendEnv: false,
    stdin: 'ignore',
    stderr: 'ignore',
    stripFinalNewline: false,
    timeout: limit,
    killSignal: 'SIGKILL',
    reject: false,
  })
  const folder = stdout?.split('\0').at(-2)
  return folder !== undefined && isAbsolute(folder) ? folder : undefined
}
