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
`
}

/** Whether a file is the one that swop installs, of whatever version. */
export function isLibrary(text: string): boolean {
  return text.includes(mark)
}
