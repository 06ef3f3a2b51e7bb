import { join } from 'node:path'
import { rootLayout } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { readAccount, type Account } from '../accounts/store.ts'
import {
  guardOver,
  loginPatterns,
  overSystem,
  systemFiles,
  type Guard,
  type Hidden,
} from '../codex/guard-profile.ts'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { isFolder, resolved } from '../platform/paths.ts'
import { problemIn, readToml } from '../toml/read.ts'
import { merged, type Table } from '../toml/table.ts'
import type { RealHome } from '../accounts/real-home.ts'

/**
 * Where logins lie that are not an account's own: the other accounts' folders as a whole, since a login in them is
 * replaced when it is renewed; backups/; and of the base codex home the files, since commands read what is shared there.
 */
export function hiddenFrom({ name, layout }: Account, root: string, real: RealHome): Hidden {
  const { accounts, backups } = rootLayout(root)
  const others = accountNames(root).filter((other) => other !== name)
  const folders = [backups, ...others.flatMap((other) => [join(accounts, other), ...inPlace(root, other)])]
  const kept = [layout.folder, real.codexHome].map(resolved)
  const paths = folders.filter(isFolder).map(resolved)
  const login = join(real.codexHome, 'auth.json')
  const base = resolved(real.codexHome)
  const target = resolved(login)
  return {
    folders: [...new Set(paths)]
      .filter((path) => !kept.some((own) => `${own}/`.startsWith(`${path}/`)))
      .filter((path, _, all) => !all.some((above) => above !== path && path.startsWith(`${above}/`)))
      .sort(),
    files: loginPatterns(base, target === join(base, 'auth.json') ? undefined : target),
  }
}

/** Folders that are hidden where they are there, and come and go by themselves: backups/, codex homes in place. */
export function passingPlaces(name: string, root: string): string[] {
  const others = accountNames(root).filter((other) => other !== name)
  return [rootLayout(root).backups, ...others.flatMap((other) => inPlace(root, other))]
}

/** A codex home that another account has taken in place; none where that account's settings are broken. */
function inPlace(root: string, name: string): string[] {
  try {
    const { codexHome } = readAccount(root, name).settings
    return codexHome === undefined ? [] : [codexHome]
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}

/**
 * What the guard adds to an account's config.toml.
 * @param base the base config.toml's text; what is not valid TOML is not rendered anyway
 * @param overrides what the account's own settings say
 */
export function guardOf(hidden: Hidden, base: string | undefined, overrides: Table): Guard {
  const user = merged(tableIn(base), overrides)
  return guardOver(overSystem(tableIn(readText(systemFiles.below)), user), hidden)
}

/** What a file says; nothing where it is none, or broken. */
function tableIn(text: string | undefined): Table {
  return text === undefined || problemIn(text) ? {} : readToml(text)
}
