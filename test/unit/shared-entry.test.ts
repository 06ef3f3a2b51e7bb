import { describe, expect, it } from 'vitest'
import { planEntry } from '../../src/home/shared-entry.ts'
import type { SharedEntry } from '../../src/home/states.ts'
import { describeAction } from '../../src/home/step.ts'
import type { Entry } from '../../src/home/entry.ts'

const wanted: Entry = { kind: 'link', target: '/real/x', modified: 5 }
const file = (modified: number): Entry => ({ kind: 'file', modified })
const folder = (empty: boolean): Entry => ({ kind: 'folder', empty, modified: 5 })
const elsewhere = (dangling: boolean): Entry => ({
  kind: 'link',
  target: '/else',
  end: dangling ? undefined : { path: '/else', isFolder: false },
  identity: dangling ? undefined : 'else',
  modified: 5,
})
const socket: Entry = { kind: 'socket', modified: 5 }

const link = 'link /acct/x -> /real/x'
const move = 'move /acct/x to /real/x'

// real entry × account entry → actions, or 'left', or undefined for "all is well"
const table: [string, Partial<SharedEntry>, string[] | 'left' | 'busy' | undefined][] = [
  ['nothing anywhere', {}, undefined],
  ['nothing anywhere, may dangle', { expects: 'file' }, [link]],
  ['nothing anywhere, a shared folder', { expects: 'folder' }, ['make folder /real/x', link]],
  ['only the real home has it', { real: file(1) }, [link]],
  ['linked', { real: file(1), account: wanted }, undefined],
  ['linked, and its end is gone', { account: wanted }, ['remove link /acct/x']],
  ['linked, its end is gone, may dangle', { account: wanted, expects: 'file' }, undefined],
  [
    'linked, its end is gone, a shared folder',
    { account: wanted, expects: 'folder' },
    ['make folder /real/x'],
  ],
  ['a new file', { account: file(1) }, [move, link]],
  ['a new folder', { account: folder(false) }, [move, link]],
  ['a new link', { account: elsewhere(false) }, [move, link]],
  ['a new socket', { account: socket }, 'busy'],
  ['a newer file', { account: file(2), real: file(1) }, ['back up /real/x', move, link]],
  ['a file as old', { account: file(1), real: file(1) }, ['back up /real/x', move, link]],
  ['an older file', { account: file(1), real: file(2) }, ['back up /acct/x', link]],
  [
    'a newer file where a link of a dotfile repository was',
    { account: file(9), real: elsewhere(false) },
    ['back up /real/x', move, link],
  ],
  ['a file where a folder is', { account: file(9), real: folder(false) }, 'left'],
  [
    'an empty folder where a folder is',
    { account: folder(true), real: folder(false) },
    ['remove empty folder /acct/x', link],
  ],
  ['a full folder where a folder is', { account: folder(false), real: folder(true) }, 'left'],
  ['a folder where a file is', { account: folder(false), real: file(1) }, 'left'],
  [
    'an empty folder where a file is',
    { account: folder(true), real: file(1) },
    ['remove empty folder /acct/x', link],
  ],
  ['a link elsewhere', { account: elsewhere(false), real: file(1) }, 'left'],
  ['a link to nowhere', { account: elsewhere(true), real: file(1) }, ['back up /acct/x', link]],
  [
    'the same link in both places',
    { account: elsewhere(false), real: elsewhere(false) },
    ['remove link /acct/x', link],
  ],
  [
    'also where they lead nowhere: a move that was interrupted',
    { account: elsewhere(true), real: elsewhere(true) },
    ['remove link /acct/x', link],
  ],
  [
    'a link that names the account',
    { account: elsewhere(false), rewritten: '/real/else' },
    ['link /real/x -> /real/else', 'remove link /acct/x', link],
  ],
  [
    'content on both sides of nobody knows what',
    { account: file(2), real: file(1), leaveBoth: true },
    'left',
  ],
  ['a shared folder that is a file', { real: file(1), account: wanted, expects: 'folder' }, 'left'],
  [
    'a shared folder that is a link to one',
    {
      real: { kind: 'link', modified: 1, end: { path: '/d', isFolder: true } },
      account: wanted,
      expects: 'folder',
    },
    undefined,
  ],
  ['a socket where a file is', { account: socket, real: file(1) }, 'busy'],
]

describe('a shared entry', () => {
  it.each(table)('%s', (_name, given, expected) => {
    const steps = planEntry({
      path: '/acct/x',
      target: '/real/x',
      account: undefined,
      real: undefined,
      why: 'test',
      ...given,
    })
    const [step] = steps
    const seen =
      step === undefined || step.outcome === 'change'
        ? steps.flatMap(({ actions }) => actions.map(describeAction))
        : step.outcome
    expect(seen).toEqual(expected ?? [])
  })
})
