import { join } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { readText } from '../platform/files.ts'
import { resolved } from '../platform/paths.ts'
import { changedAt } from '../platform/stamps.ts'
import { planCopy, type Translation } from './copy.ts'
import { absoluteConditions, hasHomeConditions, originalConditions } from './git-conditions.ts'
import { readFolder } from './snapshot.ts'
import type { AccountLayout } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Step } from './step.ts'

/** A git configuration of which the account has a copy. */
export interface GitCopy {
  /** the real one */
  source: string
  path: string
  last: string
}

/** The two files that git reads as the global configuration. */
export function gitConfigurations(account: AccountLayout, real: RealHome): GitCopy[] {
  return [
    {
      source: join(real.home, '.gitconfig'),
      path: join(account.home, '.gitconfig'),
      last: join(account.copies, 'gitconfig'),
    },
    {
      source: join(real.xdg.config, 'git', 'config'),
      path: join(account.xdg.config, 'git', 'config'),
      last: join(account.copies, 'git-config'),
    },
  ]
}

/** Whether the account needs a copy: for a condition that depends on HOME; and once made, a copy stays one. */
export function needsCopy({ source, last }: GitCopy): boolean {
  if (readText(last) !== undefined) return true
  try {
    return hasHomeConditions(readText(source) ?? '')
  } catch {
    return false // git can't read it either
  }
}

/** Reads a copy and its source, and plans what brings them together. */
export function planGitCopy(copy: GitCopy, real: RealHome): Step | undefined {
  try {
    return planReadable(copy, real)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { path: copy.path, why: error.message, actions: [], outcome: 'left' }
  }
}

function planReadable({ source, path, last }: GitCopy, real: RealHome): Step | undefined {
  const home = resolved(real.home) // git takes the real path of HOME, too
  const translation: Translation = {
    translate: (text) => absoluteConditions(text, home),
    carryBack: (edited, original) => originalConditions(edited, original, home),
  }
  const present = readFolder(join(path, '..'), (name) => path.endsWith(`/${name}`))?.get(
    path.slice(path.lastIndexOf('/') + 1),
  )
  const isLink = present?.kind === 'link'
  return planCopy(
    {
      path,
      text: isLink ? undefined : readText(path),
      ...(isLink ? { link: present.target ?? '' } : {}),
      source,
      sourceText: readText(source),
      last,
      lastText: readText(last),
      newer: (changedAt(path) ?? 0n) >= (changedAt(source) ?? 0n),
    },
    translation,
  )
}
