import { join } from 'node:path'
import type { FunctionShell } from '../shell/dialects/index.ts'

/** An rc file as it stands. */
export interface RcFile {
  path: string
  /** where it really is: at the end of a dotfile repository's link */
  target: string
  isLink: boolean
  /** its bytes, one a character; undefined where there is none */
  text: string | undefined
  /** why it can't be changed, and what to do */
  obstacle?: { reason: string; hint: string }
}

/** Where a person's shells look for their rc files. */
export interface RcPlaces {
  home: string
  /** zsh's folder: ZDOTDIR, or the home */
  zsh: string
  /** XDG_CONFIG_HOME */
  config: string
  platform: NodeJS.Platform
}

/** bash reads the first of these that there is, and only in a login shell. */
const loginNames = ['.bash_profile', '.bash_login', '.profile']

/** Every file that `swop setup` may put a block into. */
export function candidates({ home, zsh, config }: RcPlaces, shell: FunctionShell): string[] {
  if (shell === 'zsh') return [join(zsh, '.zshrc')]
  // Not fish's conf.d: it is read before config.fish, and a key that is exported there would outrank the account.
  if (shell === 'fish') return [join(config, 'fish', 'config.fish')]
  return ['.bashrc', ...loginNames].map((name) => join(home, name))
}

/**
 * The files that get a block.
 * @param files what is at the candidates, in their order
 */
export function rcFilesOf(places: RcPlaces, shell: FunctionShell, files: readonly RcFile[]): RcFile[] {
  if (shell !== 'bash') return [...files]
  const [bashrc, ...logins] = files
  const login = logins.find(({ text }) => text !== undefined)
  // Terminals on macOS start login shells, and there may be no login file that reads .bashrc; a tmux does so everywhere.
  const missing = places.platform === 'darwin' ? logins[0] : undefined
  const chosen = login ? (readsBashrc(login, logins) ? undefined : login) : missing
  const all = [bashrc, chosen].filter((file) => file !== undefined)
  return all.filter((file, index) => all.findIndex(({ target }) => target === file.target) === index)
}

function readsBashrc({ path, text = '' }: RcFile, logins: readonly RcFile[]): boolean {
  if (sources(text, 'bashrc')) return true
  const profile = logins.find((file) => file.path !== path && file.path.endsWith('.profile'))
  return sources(text, 'profile') && sources(profile?.text ?? '', 'bashrc')
}

/** Whether there is a command that reads a file of this name; Debian's and Fedora's ways, and people's own. */
function sources(text: string, name: string): boolean {
  return new RegExp(String.raw`^[^#\n]*(?:^|[\s;&(\\])(?:\.|source)\s+\S*\.${name}\b`, 'm').test(text)
}
