import type { Entry } from './entry.ts'

// Programs save by writing a file under another name and renaming it, and lock by making one. Such a file, moved to the
// real home and linked in between, breaks the save: `rename .zsh_history.new .zsh_history` would rename the link. And a
// link to another home's lock outlives it, and then locks for good (git: "could not lock config file").
const names: readonly RegExp[] = [
  /\.(lock|lck|new|tmp|temp|part)$/i, // .gitconfig.lock, .zsh_history.LOCK and .new, .viminfo.tmp, .bash_history-123.tmp
  /^\.?lesshsQ$/,
  /^\.Xauthority-[cln]$/,
  /^\.#/, // emacs, KDE
  /\.sw[a-px]$/, // vim: .swp, .swo … and .swx, which it tries first
  /^4913$/, // vim tries whether it may write in a folder
  /^sed[A-Za-z0-9]{6}$/,
  /^\.goutputstream-/,
  /^\.zcompdump\..*\.\d+$/, // compinit: host and process
  /^\.bash_history-\d+$/,
  /^\.npmrc\.\d+$/,
]

/** How long such an entry is left alone: a save takes far less, and who dies over it leaves it behind. */
export const settlingTime = 10_000 // ms

/** Whether a name is one that programs give to a temporary or lock file. */
export function isTransientName(name: string): boolean {
  return names.some((pattern) => pattern.test(name))
}

/**
 * Whether an entry is a program's temporary or lock file on its way to a rename or removal: it is to be left alone.
 * @param now in ms since the epoch
 */
export function isTransient(name: string, entry: Entry | undefined, now: number): boolean {
  if (entry === undefined || !isTransientName(name)) return false
  // A time in the future does not keep it for ever.
  return Math.abs(now - (entry.placed ?? entry.modified)) < settlingTime
}
