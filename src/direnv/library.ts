import { join } from 'node:path'
import type { RealHome } from '../accounts/real-home.ts'

const mark = '# swop: `use swop <account>` for .envrc files'

/** Where direnv looks for libraries: in the real home, which every account's bridge leads to. */
export function libraryPath(real: RealHome): string {
  return join(real.xdg.config, 'direnv', 'lib', 'swop.sh')
}

/**
 * The library's text. It only sources what swop generates, so that it never has to be updated.
 * @param generated a path, quoted for bash
 */
export function libraryText(generated: string): string {
  return `# shellcheck shell=bash
${mark}. Installed by \`swop direnv install\`.
# shellcheck source=/dev/null
if [[ -O ${generated} ]]; then source ${generated}; fi
if ! declare -F use_swop >/dev/null; then
  # Ends the .envrc: what follows would run under whatever was active before.
  use_swop() {
    log_error "swop: its file for direnv is missing, or another user's; run: swop direnv install (or uninstall)"
    exit 1
  }
fi
`
}

/** Whether a file is the one that swop installs, of whatever version. */
export function isLibrary(text: string): boolean {
  return text.includes(mark)
}
