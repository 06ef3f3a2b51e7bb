// What becomes of an entry: the one table behind every plan. A row is what the base home has, a column what the account
// has (states.ts says which is which), a cell the decision; shared-entry.ts turns decisions into actions.

/**
 * - `link`: make the link · `relink`: it leads to the right place in other words: replace it · `drop`: remove a link
 * - `make`: make the folder in the base home, and link it
 * - `move`: to the base home, and link it; a file that is there under both names already is only linked
 * - `database`: the same for a database and the files that belong to it, once nothing has it open
 * - `newer`: the newer one is kept, the older one goes to backups/ (a history is merged)
 * - `merge`: a folder into a folder, entry by entry, each by this table
 * - `clear`: remove an empty folder, and link · `aside`: a link that leads nowhere goes to backups/, and link
 * - `copy`: what the plan of copied entries says
 * - `wait`: a running process has it · `report`: for a person to say
 */
export type Decision =
  | 'none'
  | 'link'
  | 'relink'
  | 'drop'
  | 'make'
  | 'move'
  | 'database'
  | 'newer'
  | 'merge'
  | 'clear'
  | 'aside'
  | 'copy'
  | 'wait'
  | 'report'

/** `misfit`: not the folder that it should be. `file to come`: codex will make it, through a link. */
export const baseStates = [
  'absent',
  'file to come',
  'folder to come',
  'file',
  'folder',
  'link',
  'dangling',
  'database',
  'socket',
  'unreadable',
  'misfit',
] as const
export type BaseState = (typeof baseStates)[number]

/**
 * `right` is the link that swop makes, `alias` leads to the same place in other words, `twin` is the same file under
 * another name (a move that was interrupted), `elsewhere` another place in the base home, `foreign` outside of it.
 */
export const accountStates = [
  'absent',
  'file',
  'empty',
  'folder',
  'right',
  'alias',
  'twin',
  'elsewhere',
  'foreign',
  'dangling',
  'database',
  'socket',
  'unreadable',
] as const
export type AccountState = (typeof accountStates)[number]

/** `own` must not lead into the base home; `login` must not be a link at all; `database` is found by a variable. */
export type EntryClass = 'shared' | 'own' | 'login' | 'database' | 'copied'

type Each<States extends readonly string[]> = { readonly [state in keyof States]: Decision }
type Row = Each<typeof accountStates>

// prettier-ignore
const shared: Record<BaseState, Row> = {
  //                 absent  file      empty     folder    right   alias     twin        elsewhere foreign   dangling  database    socket  unreadable
  'absent':         ['none', 'move',   'move',   'move',   'drop', 'drop',   'report',   'move',   'move',   'move',   'database', 'wait', 'report'],
  'file to come':   ['link', 'move',   'clear',  'report', 'none', 'relink', 'report',   'move',   'move',   'move',   'report',   'wait', 'report'],
  'folder to come': ['make', 'report', 'move',   'move',   'make', 'make',   'report',   'report', 'move',   'aside',  'report',   'wait', 'report'],
  'file':           ['link', 'newer',  'clear',  'report', 'none', 'relink', 'move',     'report', 'report', 'aside',  'report',   'wait', 'report'],
  'folder':         ['link', 'report', 'clear',  'merge',  'none', 'relink', 'report',   'report', 'report', 'aside',  'report',   'wait', 'report'],
  // A program that saves by rename would have replaced a link in the real home, too.
  'link':           ['link', 'newer',  'clear',  'report', 'none', 'relink', 'report',   'report', 'report', 'aside',  'report',   'wait', 'report'],
  'dangling':       ['link', 'newer',  'clear',  'report', 'none', 'relink', 'report',   'report', 'report', 'aside',  'report',   'wait', 'report'],
  // SQLite resolves links: a link to a database is safe, and two databases can't be made one.
  'database':       ['link', 'report', 'clear',  'report', 'none', 'relink', 'database', 'report', 'report', 'aside',  'report',   'wait', 'report'],
  'socket':         ['link', 'report', 'clear',  'report', 'none', 'relink', 'report',   'report', 'report', 'aside',  'report',   'wait', 'report'],
  'unreadable':     ['link', 'report', 'clear',  'report', 'none', 'relink', 'report',   'report', 'report', 'aside',  'report',   'wait', 'report'],
  'misfit':         all('report'),
}

// prettier-ignore
const rows = {
  //                 absent  file      empty     folder    right   alias     twin        elsewhere foreign   dangling  database    socket  unreadable
  own:              ['none', 'none',   'none',   'none',   'drop', 'drop',   'none',     'drop',   'none',   'none',   'none',     'none', 'none'],
  login:            ['none', 'none',   'none',   'none',   'drop', 'drop',   'report',   'drop',   'report', 'report', 'none',     'none', 'none'],
  database:         ['none', 'report', 'report', 'report', 'drop', 'drop',   'report',   'drop',   'report', 'report', 'report',   'wait', 'report'],
  firstDatabase:    ['none', 'report', 'report', 'report', 'drop', 'drop',   'report',   'drop',   'report', 'report', 'database', 'wait', 'report'],
  sameDatabase:     ['none', 'report', 'report', 'report', 'drop', 'drop',   'database', 'drop',   'report', 'report', 'report',   'wait', 'report'],
  copied:           ['copy', 'copy',   'clear',  'report', 'copy', 'copy',   'report',   'copy',   'report', 'copy',   'report',   'wait', 'report'],
} as const satisfies Record<string, Row>

const table: Record<EntryClass, (base: BaseState) => Row> = {
  shared: (base) => shared[base],
  own: () => rows.own,
  login: () => rows.login,
  database: (base) =>
    base === 'absent' ? rows.firstDatabase : base === 'database' ? rows.sameDatabase : rows.database,
  copied: (base) =>
    ['absent', 'file to come', 'file', 'link', 'dangling'].includes(base) ? rows.copied : all('report'),
}

/** What is to become of an entry. */
export function decide(as: EntryClass, base: BaseState, account: AccountState): Decision {
  return table[as](base)[accountStates.indexOf(account)] ?? 'report'
}

function all(decision: Decision): Row {
  return accountStates.map(() => decision) as unknown as Row
}
