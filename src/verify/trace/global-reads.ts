import { normalised, type TraceEvent } from './event.ts'
import type { Ground } from './ground.ts'

/** A file outside of all codex homes that decides what codex does, for all accounts alike. */
export interface GlobalRead {
  path: string
  /** Whether it was there. */
  found: boolean
  why: string
}

const places: readonly { test: RegExp; why: string }[] = [
  { test: /^\/etc\/codex(\/|$)/, why: 'settings of the whole machine' },
  { test: /managed_config\.toml$|managed_preferences/i, why: 'managed settings' },
  {
    test: /^\{(home|account)\}\/(home\/)?\.agents(\/|$)/,
    why: 'skills and plugins of the user, in the home',
  },
  {
    test: /^\/etc\/gitconfig$|^\{(home|account)\}\/(home\/)?(\.gitconfig|\.config\/git\/config|config\/git\/config)$/,
    why: 'read by git',
  },
  {
    test: /^\{(home|account)\}\/(home\/)?\.(profile|bash_profile|bash_login|bashrc|zshenv|zshrc|zprofile|netrc)$/,
    why: 'read by the programs that codex starts',
  },
]

/** @returns each of these files that codex asked for, sorted */
export function globalReads(events: readonly TraceEvent[], ground: Ground): GlobalRead[] {
  const reads = new Map<string, GlobalRead>()
  for (const { action, path, ok } of events) {
    if (action !== 'read') continue
    const shown = withoutHomes(normalised(path), ground)
    const place = places.find(({ test }) => test.test(shown))
    if (place)
      reads.set(shown, { path: shown, found: ok || reads.get(shown)?.found === true, why: place.why })
  }
  return [...reads.values()].sort((one, other) => (one.path < other.path ? -1 : 1))
}

function withoutHomes(path: string, { accounts, home }: Ground): string {
  const folders = [...accounts.map(({ folder }) => [folder, '{account}'] as const), [home, '{home}'] as const]
  const [folder, name] = folders.find(([each]) => path.startsWith(`${each}/`)) ?? ['', '']
  return name + path.slice(folder.length)
}
