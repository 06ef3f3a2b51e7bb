import { basename, join } from 'node:path'
import { manifestName } from '../platform/manifest-name.ts'

/** The four XDG base folders by the name that their copy has in an account. */
export const xdgFolders = {
  config: { variable: 'XDG_CONFIG_HOME', fallback: ['.config'] },
  state: { variable: 'XDG_STATE_HOME', fallback: ['.local', 'state'] },
  data: { variable: 'XDG_DATA_HOME', fallback: ['.local', 'share'] },
  cache: { variable: 'XDG_CACHE_HOME', fallback: ['.cache'] },
} as const

export type XdgFolder = keyof typeof xdgFolders

export const xdgNames = Object.keys(xdgFolders) as XdgFolder[]

/** Everything in swop's own folder that does not belong to one account. */
export interface RootLayout {
  root: string
  config: string
  /** config.json while somebody edits it */
  draft: string
  bindings: string
  /** what a rename or removal that was killed still has to do */
  unfinished: string
  lock: string
  backups: string
  accounts: string
  shell: string
  /** the format of the files that all shells read */
  format: string
  /** From what, and as what, the files that all shells read were written. */
  written: string
  /** empty unless a folder is bound, or there is a default account: what shells look at as they start */
  starts: string
  /** the static completions of all shells */
  completions: string
  /** the names of all accounts, a line each: what fish completes */
  names: string
  /** what `swop setup` changed outside of this folder */
  setup: string
  /** What codex last told of the limits of the real home's own login. */
  usage: string
}

/** Everything that belongs to one account. */
export interface AccountLayout {
  name: string
  folder: string
  settings: string
  home: string
  /** `.codex` in its home: a folder, or a link to the folder that the account has taken in place */
  codexLink: string
  /** its CODEX_HOME */
  codexHome: string
  xdg: Record<XdgFolder, string>
  /** What swop last wrote as a translated copy of a real file, by a name for it. */
  copies: string
  /** Its settings while somebody edits them. */
  draft: string
  /** What is about to take its place in the account. */
  staging: string
  /** Its time is that of the newest thing that the last reconcile read: something newer is not reconciled yet. */
  inputsStamp: string
  /** The account's own folders carry the time of this file: another time means that something was made in them. */
  outputsStamp: string
  /** Marks what is left in the place of an account that was renamed or removed (forward.ts). */
  gone: string
  /** Paths of the two stamps and of what is compared with them, for `swop env`. */
  drift: string
  /** the same test and the env files' texts, for the launcher */
  launch: string
  /** What codex last told of the account's limits. */
  usage: string
}

/** The dialects that a shell can source. */
export type ShellDialect = 'sh' | 'bash' | 'zsh' | 'fish'

/** Every path that swop owns comes from this module and from no other. */
export function rootLayout(root: string): RootLayout {
  return {
    root,
    config: join(root, 'config.json'),
    draft: join(root, 'config.draft.json'),
    bindings: join(root, 'bindings.json'),
    unfinished: join(root, 'unfinished.json'),
    lock: join(root, 'lock'),
    backups: join(root, 'backups'),
    accounts: join(root, 'accounts'),
    shell: join(root, 'shell'),
    format: join(root, 'shell', 'format'),
    written: join(root, 'shell', 'written'),
    starts: join(root, 'shell', 'starts'),
    completions: join(root, 'shell', 'completions'),
    names: join(root, 'shell', 'names'),
    setup: join(root, 'setup.json'),
    usage: join(root, 'usage.json'),
  }
}

/** The lock of a base codex home: in it, since that is all that accounts of two roots, or of two containers, share. */
export function baseLock(codexHome: string): string {
  return join(codexHome, '.swop.lock')
}

/**
 * @param root swop's own folder, absolute
 * @param name a valid account name (accounts/name.ts): it becomes part of every path
 * @param codexHome a folder of the user's that is the account's CODEX_HOME as it stands (account.json)
 */
export function accountLayout(root: string, name: string, codexHome?: string): AccountLayout {
  const folder = join(root, 'accounts', name)
  // Not join, which takes every path apart: this is made for each account many times over.
  const inside = (entry: string) => `${folder}/${entry}`
  const home = inside('home')
  const codexLink = inside('home/.codex')
  return {
    name,
    folder,
    settings: inside('account.json'),
    home,
    codexLink,
    codexHome: codexHome ?? codexLink,
    xdg: {
      config: inside('config'),
      state: inside('state'),
      data: inside('data'),
      cache: inside('cache'),
    },
    copies: inside('copies'),
    draft: inside('account.draft.json'),
    staging: inside('staging'),
    inputsStamp: inside('inputs.stamp'),
    outputsStamp: inside('outputs.stamp'),
    gone: inside('gone'),
    drift: inside('drift.json'),
    launch: inside('launch.sh'),
    usage: inside('usage.json'),
  }
}

/** One folder of backups/: what was moved aside at one time. */
export interface BackupLayout {
  id: string
  folder: string
  /** what is in it, and where it was: lines of JSON */
  manifest: string
  /** a removed account's folder; other entries keep their whole path inside the backup */
  account: string
  /** its account.json */
  settings: string
}

/** @param id a folder's name: from `newBackup`, or read from backups/ */
export function backupLayout(root: string, id: string): BackupLayout {
  const folder = join(root, 'backups', id)
  return {
    id,
    folder,
    manifest: join(folder, manifestName),
    account: join(folder, 'account'),
    settings: join(folder, 'account', 'account.json'),
  }
}

/**
 * A folder for what is moved aside: in the order of time.
 * @param mark tells those of one millisecond apart: a process or an account
 */
export function newBackup(root: string, mark: string): BackupLayout {
  return backupLayout(root, `${new Date().toISOString().replaceAll(':', '-')}-${mark}`)
}

/** What swop last wrote as an account's copy of an entry of the base codex home. */
export function lastCopy({ copies }: AccountLayout, entry: string): string {
  return join(copies, `${copiedEntry}${entry}`)
}

/** What the names of those files begin with. */
export const copiedEntry = 'codex-'

/** The env file of an account in a dialect ('json' for programs), as product.md names it. */
export function envFile(account: AccountLayout, dialect: ShellDialect | 'json'): string {
  return join(account.folder, `env.${dialect}`)
}

/** The generated test of whether an account is as it should be. */
export function driftFile(account: AccountLayout, dialect: ShellDialect): string {
  return join(account.folder, `drift.${dialect}`)
}

/** What a shell learns once of an account, to test and activate it from then on without reading a file. */
export function useFile(account: AccountLayout, dialect: ShellDialect): string {
  return join(account.folder, `use.${dialect}`)
}

/** What the names of editions begin with. */
export const editionPrefix = 'learned-'

/** Until format 4 they were files; older versions can't take away a folder that begins so. */
export const formerEditionPrefix = 'edition-'

/** An empty folder by whose name a shell sees that what it has learned of an account still holds. */
export function editionFolder(account: AccountLayout, edition: string): string {
  return join(account.folder, `${editionPrefix}${edition}`)
}

/** A file that all accounts use: the functions, and the two halves of the baseline. */
export function shellFile(
  root: string,
  purpose: 'init' | 'functions' | 'start' | 'start-map' | 'start-case' | 'save' | 'off' | 'direnv',
  dialect: ShellDialect,
): string {
  return join(root, 'shell', `${purpose}.${dialect}`)
}

/** What the launcher reads, in sh, of what all accounts use in a dialect. */
export function launchFile(root: string, dialect: ShellDialect): string {
  return join(root, 'shell', `launch-${dialect}.sh`)
}

/** Whether a generated file is for the launcher. */
export function isLaunchFile(path: string): boolean {
  return /^launch[^/]*\.sh$/.test(basename(path))
}

/** Where a removed root goes: beside its old place, named after the time. */
export function removedRoot(root: string): string {
  return `${root}-removed-${new Date().toISOString().replaceAll(':', '-')}`
}
