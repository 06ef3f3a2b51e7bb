import { codexVersion, findCodex } from '../codex/program.ts'
import { Failure } from '../platform/failure.ts'
import { ask } from '../platform/programs.ts'
import type { Environment } from '../accounts/root.ts'

/** What a sandboxed command could do. */
export interface Probe {
  /** undefined when codex could not be asked */
  version?: string
  /** paths that it could open */
  readable: string[]
  /** why it could not be tried */
  problem?: string
}

// Opens, and reads nothing. `[ -r … ]` would ask for permissions, of which root has all.
const script =
  'n=0; for path do if (: <"$path") 2>/dev/null; then echo "$n"; fi; n=$((n+1)); done; echo tried'

const patience = 20_000

/**
 * Has codex run a command in its sandbox that tries to open files and folders.
 * @param env the account's environment
 * @param folder where the command runs, which becomes writable for it
 */
export async function probeSandbox(
  env: Environment,
  folder: string,
  paths: readonly string[],
): Promise<Probe> {
  try {
    const codex = findCodex(env)
    const version = await codexVersion(codex, env)
    // 0.92 has no profiles, and a platform's name before the command.
    const words = ['sandbox', '--', '/bin/sh', '-c', script, 'sh', ...paths]
    const { exitCode, stdout, stderr } = await ask(codex, words, env, patience, folder)
    const lines = stdout.trim().split('\n')
    if (exitCode === 0 && lines.at(-1) === 'tried')
      return { version, readable: paths.filter((_, n) => lines.includes(String(n))) }
    return { version, readable: [], problem: reasonIn(stderr) ?? `exit code ${exitCode ?? 'unknown'}` }
  } catch (error) {
    if (error instanceof Failure) return { readable: [], problem: error.message }
    throw error
  }
}

/** The line that says it: clap puts usage behind it, a panic puts its place before it and a note behind. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !/^(note: |thread ')/.test(line))
  return (lines.find((line) => /^(error|bwrap)\b/i.test(line)) ?? lines.at(-1))?.trim()
}
