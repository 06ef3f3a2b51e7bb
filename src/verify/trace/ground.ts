import { accountLayout, xdgNames, type AccountLayout } from '../../accounts/layout.ts'
import { readFolder } from '../../home/snapshot.ts'
import type { Stage } from '../stage.ts'

/** What lies where while codex is traced: plain data, so that the judgement asks no disk. */
export interface Ground {
  accounts: readonly AccountLayout[]
  baseCodexHome: string
  /** The home that takes the place of the user's. */
  home: string
  /** The folder that codex is run in. */
  project: string
  /** Everything else of the throw-away folder lies in here. */
  folder: string
  /** Links of the accounts and what they say, as swop made them. */
  links: ReadonlyMap<string, string>
  /** The entries that the base codex home had before codex ran. */
  inBase: ReadonlySet<string>
}

/** Reads what has to be known of the throw-away homes before codex runs in them. */
export function groundOf(stage: Stage, folder: string, names: readonly string[]): Ground {
  const accounts = names.map((name) => accountLayout(stage.root, name))
  const links = new Map<string, string>()
  for (const { home, codexHome, xdg } of accounts) {
    for (const path of [home, codexHome, ...xdgNames.map((name) => xdg[name])]) {
      for (const [name, { target }] of readFolder(path, () => true) ?? []) {
        if (target !== undefined) links.set(`${path}/${name}`, target)
      }
    }
  }
  return {
    accounts,
    baseCodexHome: stage.baseCodexHome,
    home: stage.home,
    project: stage.work,
    folder,
    links,
    inBase: new Set(readFolder(stage.baseCodexHome, () => false)?.keys() ?? []),
  }
}
