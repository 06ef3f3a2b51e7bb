import { describe, expect, it } from 'vitest'
import { accountStates, baseStates, type EntryClass } from '../../src/home/decisions.ts'
import { planEntry } from '../../src/home/shared-entry.ts'
import type { SharedEntry } from '../../src/home/states.ts'
import type { Entry } from '../../src/home/entry.ts'
import type { Action, Step } from '../../src/home/step.ts'

const path = '/acct/x'
const target = '/base/x'
const right: Entry = { kind: 'link', target, modified: 1 }
const full = { kind: 'folder', modified: 1, empty: false } as const
const mine: Entry = { kind: 'file', modified: 2, identity: 'mine' }

const accounts: Record<(typeof accountStates)[number], Entry | undefined> = {
  absent: undefined,
  file: mine,
  empty: { kind: 'folder', modified: 1, empty: true },
  folder: { ...full, inner: { account: new Map([['new', mine]]), real: new Map(), companions: new Map() } },
  right,
  alias: { kind: 'link', target: '../base/x', modified: 1 },
  twin: { ...mine, identity: 'theirs' },
  elsewhere: { kind: 'link', target: '/base/y', modified: 1 },
  foreign: {
    kind: 'link',
    target: '/else',
    end: { path: '/else', isFolder: true },
    identity: 'e',
    modified: 1,
  },
  dangling: { kind: 'link', target: '/nowhere', modified: 1 },
  database: { ...mine, database: true },
  socket: { kind: 'socket', modified: 1 },
  unreadable: { kind: 'folder', modified: 0, unreadable: true },
}

const bases: Record<(typeof baseStates)[number], Pick<SharedEntry, 'real' | 'expects'>> = {
  absent: { real: undefined },
  'file to come': { real: undefined, expects: 'file' },
  'folder to come': { real: undefined, expects: 'folder' },
  file: { real: { kind: 'file', modified: 1, identity: 'theirs' } },
  folder: { real: full },
  link: { real: { kind: 'link', target: '/dots/x', end: { path: '/dots/x', isFolder: false }, modified: 1 } },
  dangling: { real: { kind: 'link', target: '/gone', modified: 0 } },
  database: { real: { kind: 'file', modified: 1, identity: 'theirs', database: true } },
  socket: { real: { kind: 'socket', modified: 1 } },
  unreadable: { real: { kind: 'folder', modified: 0, unreadable: true } },
  misfit: { real: { kind: 'file', modified: 1, identity: 'theirs' }, expects: 'folder' },
}

const copy: Step = { path, why: 'copied', actions: [], outcome: 'change' }

function plan(
  as: EntryClass,
  base: Pick<SharedEntry, 'real' | 'expects'>,
  account: Entry | undefined,
): Step[] {
  return planEntry({ path, target, account, why: 'test', ...base }, as, ['/base'], () => copy)
}

/** What a plan does, in words: the actions, with what they do it to where that is not the account's entry. */
function seen(steps: readonly Step[]): string {
  if (steps.includes(copy)) return 'copy'
  const { outcome } = steps[0] ?? {}
  if (outcome !== 'change') return outcome ?? '-'
  const words = steps
    .flatMap(({ actions }) => actions)
    .map((action) => {
      const what = 'path' in action ? action.path : action.do === 'merge-history' ? '' : action.from
      return `${action.do}${what.startsWith(path) ? what.slice(path.length) : ` ${what}`}`
    })
  return words.join(', ')
}

/** Which slots of a miniature disk hold what; every content has a name. */
function run(actions: readonly Action[], disk: Map<string, string>): void {
  const take = (from: string) => {
    const content = disk.get(from)
    disk.delete(from)
    return content
  }
  for (const action of actions) {
    if (action.do === 'link') {
      expect(disk.has(action.path)).toBe(false)
      disk.set(action.path, `link ${action.target}`)
    } else if (action.do === 'unlink') {
      expect(take(action.path)).toBe(`link ${action.target}`)
    } else if (action.do === 'make-folder') {
      expect(disk.has(action.path)).toBe(false)
      disk.set(action.path, 'folder')
    } else if (action.do === 'remove-empty-folder') {
      expect(take(action.path)).toBe('folder')
    } else if (action.do === 'move' || action.do === 'move-database') {
      const [content, there] = [take(action.from), disk.get(action.to)]
      expect([undefined, content]).toContain(there)
      disk.set(action.to, content ?? '')
    } else if (action.do === 'back-up') disk.set(`/backups${action.from}`, take(action.from) ?? '')
    else throw new Error(`the miniature disk can't ${action.do}`)
  }
}

const names: Record<string, string> = { folder: 'folder', empty: 'folder' }
function content(state: string, entry: Entry | undefined): string {
  if (entry?.kind === 'link') return `link ${entry.target}`
  return names[state] ?? entry?.identity ?? state
}

const classes: EntryClass[] = ['shared', 'own', 'login', 'database', 'copied']
const cells = classes.flatMap((as) =>
  baseStates.flatMap((base) => accountStates.map((account) => ({ as, base, account }))),
)

describe('every cell of the table', () => {
  it.each(cells)('$as: base $base, account $account: loses nothing', ({ as, base, account }) => {
    const disk = new Map<string, string>()
    const { real } = bases[base]
    if (real) disk.set(target, content(base, real))
    if (accounts[account]) disk.set(path, content(account, accounts[account]))
    if (account === 'folder') disk.set(`${path}/new`, 'mine')
    // What links to the right place say is no content; nor is an empty folder's being there.
    const kept = [...disk].filter(
      ([where, each]) =>
        each !== 'folder' &&
        !(where === path && (each.startsWith('link /base') || each === 'link ../base/x')),
    )
    const steps = plan(as, bases[base], accounts[account])
    run(
      steps.flatMap(({ actions }) => actions),
      disk,
    )
    for (const [, each] of kept) expect([...disk.values()]).toContain(each)
    // And what a running process has, or what nobody can look into, stays where it is.
    if (account === 'socket' || account === 'unreadable') expect(disk.get(path)).toBe(account)
    if (as !== 'shared' && disk.get(path)?.startsWith('link'))
      expect(['left', undefined]).toContain(as === 'login' ? steps[0]?.outcome : undefined)
  })

  it.each(classes)('%s', async (as) => {
    const text = baseStates.map((base) => {
      const found = accountStates.map(
        (account) => `  ${account}: ${seen(plan(as, bases[base], accounts[account]))}`,
      )
      return [base, ...found].join('\n')
    })
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`decisions/${as}.txt`)
  })
})
