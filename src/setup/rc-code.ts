import { shellFile } from '../accounts/layout.ts'
import { quotes, type FunctionShell } from '../shell/dialects/index.ts'

/**
 * The lines of the block: they source the generated file by its absolute path. `swop init` would start node, and need a PATH
 * that has swop on it already (Debian's /etc/profile sets it anew in login shells). HOME is an account's in a nested
 * shell, so the path is spelled out. They succeed, also under `set -e` and when the file is gone.
 */
export function rcCode(root: string, shell: FunctionShell): string[] {
  const path = quotes[shell](shellFile(root, 'init', shell))
  const about =
    '# By `swop setup`; `swop uninstall` takes it out. Keep it last: what comes later outranks the account.'
  const code: Record<FunctionShell, string> = {
    // A login file may be ~/.profile, which sh reads, too.
    bash: `if [ -n "\${BASH_VERSION-}" ] && [ -r ${path} ]; then \\. ${path} || :; fi`,
    zsh: `if [[ -r ${path} ]]; then \\builtin source ${path} || :; fi`,
    fish: `if builtin test -r ${path}; builtin source ${path}; end`,
  }
  return [about, code[shell]]
}
